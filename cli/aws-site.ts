import { join } from 'node:path'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { auroraBy } from '../chaos/gameday/aurora.ts'
import type { Deployment } from '../chaos/gameday/deployment.ts'
import { clientConfig, type Site } from '../chaos/gameday/site.ts'
import { remoteGenerator } from '../loadtests/remote/generator.ts'
import type { System } from '../model/kinds.ts'
import { deploymentIn } from './outputs.ts'
import { type Place, root } from './place.ts'
import type { Targeted } from './target.ts'

/** AWS's pace, and CloudWatch's: a value a minute, which Container Insights may bring three minutes late. */
const TIME_SCALE = 1
const PERIOD_SECONDS = 60
const LATE_SECONDS = 180

/**
 * A system that was deployed to AWS, as a game day sees it. Region and account are the deployment's; credentials are
 * found by the SDK, and `AWS_ENDPOINT_URL` leads elsewhere, as for every program that speaks to AWS.
 */
export async function awsSite(place: Place, { outputs, generators }: Targeted): Promise<Site> {
  const deployment = deploymentIn(outputs, place.system)
  const { region, account } = deployment
  const system: System = { ...place.system, region, account }
  const awsEndpoint = process.env.AWS_ENDPOINT_URL ?? null
  const config = clientConfig({ system, awsEndpoint, credentials: null })
  const lambda = new LambdaClient(config)
  return {
    system,
    local: false,
    timeScale: TIME_SCALE,
    awsEndpoint,
    credentials: null,
    albUrl: deployment.albUrl,
    load: remoteGenerator({
      system: system.id,
      albUrl: deployment.albUrl,
      timeScale: TIME_SCALE,
      place: deployment.load,
      // buckets are names of hosts on AWS alone
      s3: new S3Client({ ...config, forcePathStyle: awsEndpoint !== null }),
      generators,
      env: {},
    }),
    aurora: auroraBy(lambda, deployment.queryFunction),
    metrics: metricsOf(deployment),
    templates: deployment.templates,
    paymentsLedgerUrl: null,
    statusUrl: null,
    state: join(root, '.cafe', `${system.id}-aws`),
  }
}

const metricsOf = ({ balancers, targetGroups }: Deployment): Site['metrics'] => ({
  periodSeconds: PERIOD_SECONDS,
  lateSeconds: LATE_SECONDS,
  balancer: (entry) => known(balancers, entry),
  targetGroup: (group) => known(targetGroups, group),
})

function known(names: Readonly<Record<string, string>>, id: string): string {
  const name = names[id]
  if (name) return name
  throw new Error(`the deployment tells no name of '${id}': it is of another version of the model`)
}
