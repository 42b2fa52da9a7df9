import { ECSClient } from '@aws-sdk/client-ecs'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { databaseBy } from '../chaos/gameday/database.ts'
import type { Deployment } from '../chaos/gameday/deployment.ts'
import { clientConfig, frontDoorOf, type Site } from '../chaos/gameday/site.ts'
import { remoteGenerator } from '../loadtests/remote/generator.ts'
import type { System } from '../model/kinds.ts'
import { METRIC_PERIODS } from '../model/metric-periods.ts'
import { truthsInside } from '../model/truths.ts'
import { CliError } from './errors.ts'
import { deploymentIn } from './outputs.ts'
import { commandOf, type Place } from './place.ts'
import type { Targeted } from './target.ts'

/** AWS's pace. */
const TIME_SCALE = 1
/** CloudWatch's own: a value a minute, which Container Insights may bring three minutes late. */
const PERIOD_SECONDS = 60
const LATE_SECONDS = 180

/** What leads to a system on AWS. */
export interface AwsTargeted extends Omit<Targeted, 'target'> {
  /** Seconds of AWS in one second of what `AWS_ENDPOINT_URL` leads to. */
  readonly timeScale?: number
}

/**
 * A system that was deployed to AWS, as a game day sees it. Region and account are the deployment's; credentials are
 * found by the SDK, and `AWS_ENDPOINT_URL` leads elsewhere, as for every program that speaks to AWS.
 */
export async function awsSite(
  place: Place,
  { outputs, generators, timeScale = TIME_SCALE }: AwsTargeted,
): Promise<Site> {
  const deployment = deploymentIn(outputs, place.system)
  const { region, account, endpoints } = deployment
  const system: System = { ...place.system, region, account }
  const awsEndpoint = process.env.AWS_ENDPOINT_URL ?? null
  if (timeScale !== TIME_SCALE && !awsEndpoint)
    throw new CliError('AWS has its own pace: --time-scale is for a system that AWS_ENDPOINT_URL leads to')
  const unnamed = namesLacking(system, deployment)
  if (unnamed.length > 0)
    throw new CliError(
      `${outputs} tells no name of ${unnamed.join(', ')}: deploy this version, then read its outputs`,
    )
  const config = clientConfig({ system, awsEndpoint, credentials: null })
  const lambda = new LambdaClient(config)
  return {
    system,
    local: false,
    timeScale,
    awsEndpoint,
    credentials: null,
    endpoints,
    load: remoteGenerator({
      system,
      frontDoor: frontDoorOf({ system, endpoints }),
      timeScale,
      place: deployment.load,
      // buckets are names of hosts on AWS alone
      s3: new S3Client({ ...config, forcePathStyle: awsEndpoint !== null }),
      ecs: new ECSClient(config),
      generators,
      env: {},
    }),
    stores: Object.fromEntries(
      Object.entries(deployment.queryFunctions).map(([id, name]) => [id, databaseBy(lambda, name)]),
    ),
    metrics: metricsOf(deployment, timeScale),
    templates: deployment.templates,
    statusUrl: null,
    command: (name) => commandOf({ ...place, profile: 'local' }, `${name} --target aws`),
    state: `${place.state}-aws`,
  }
}

/** The longest period that is no longer than CloudWatch's own is at that scale; below a second, one. */
const periodAt = (timeScale: number) =>
  [...METRIC_PERIODS, PERIOD_SECONDS].findLast((it) => it <= PERIOD_SECONDS / timeScale) ?? METRIC_PERIODS[0]!

const metricsOf = ({ balancers, targetGroups }: Deployment, timeScale: number): Site['metrics'] => ({
  periodSeconds: periodAt(timeScale),
  lateSeconds: LATE_SECONDS / timeScale,
  balancer: (entry) => balancers[entry]!,
  targetGroup: (group) => targetGroups[group]!,
})

/** Load balancers, target groups and databases of the model that a deployment of another version has no name for. */
function namesLacking(
  { entries, frontDoor, subjects }: System,
  { balancers, targetGroups, endpoints, queryFunctions }: Deployment,
): readonly string[] {
  const unasked = truthsInside({ subjects }).flatMap(({ store }) => (queryFunctions[store] ? [] : store))
  const closed = frontDoor && !endpoints[frontDoor] ? [frontDoor] : []
  const unnamed = Object.entries(entries).flatMap(([id, it]) => {
    if (it.kind !== 'alb' && it.kind !== 'nlb') return []
    const groups = it.kind === 'alb' ? it.routes.map((route) => route.targetGroup) : [it.targetGroup]
    return [...(balancers[id] ? [] : [id]), ...groups.filter((group) => !targetGroups[group])]
  })
  return [...new Set([...closed, ...unnamed, ...unasked])]
}
