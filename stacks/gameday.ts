import { TerraformOutput } from 'cdktf'
import type { Construct } from 'constructs'
import { DEPLOYMENT_OUTPUT, type Deployment } from '../chaos/gameday/deployment.ts'
import type { Aurora, Secret } from '../model/kinds.ts'
import { clusterName, imageUri, LOAD_GENERATOR, loadGeneratorName, namespace } from '../model/names.ts'
import type { ChaosStack } from './chaos.ts'
import type { ComputeContext } from './compute-context.ts'
import { bucket } from './constructs/bucket.ts'
import { loadGenerator } from './constructs/load-generator.ts'
import { queryFunction } from './constructs/query-function.ts'
import type { EksStack } from './eks.ts'
import type { Site } from './site.ts'
import { Stack } from './stack.ts'

/** Days that the record of a load is kept: a game day fetches its own while it runs. */
const RECORD_DAYS = 30

/** What plays game days beside the system: its load generator, the eye on Aurora, and all that `--target aws` is to know. */
export class GamedayStack extends Stack {
  constructor(scope: Construct, site: Site, ctx: ComputeContext, eks: EksStack, chaos: ChaosStack) {
    super(scope, site, 'gameday')
    const { system } = site
    const { keys } = ctx.security
    const records = bucket(this, { purpose: 'gamedays', keyArn: keys.data, expireDays: RECORD_DAYS }).bucket
    const place = loadGenerator(this, ctx, { cluster: eks.cluster, bucketArn: records.arn })
    const told: Deployment = {
      system: system.id,
      region: system.region,
      account: system.account,
      albUrl: `https://${ctx.edge.hostOf(balancerOf(site))}`,
      ...this.#metricNames(ctx),
      templates: chaos.templates,
      queryFunction: this.#query(ctx),
      load: {
        region: system.region,
        bucket: records.bucket,
        image: imageUri(system, LOAD_GENERATOR, site.releaseOf(LOAD_GENERATOR)),
        fargate: { cluster: clusterName(system), container: LOAD_GENERATOR, ...place },
        eks: {
          cluster: eks.cluster.name,
          namespace: namespace(system),
          serviceAccount: loadGeneratorName(system),
        },
      },
    }
    new TerraformOutput(this, DEPLOYMENT_OUTPUT, { value: told })
  }

  /** What CloudWatch calls balancers and their groups: names that AWS chooses when it makes them. */
  #metricNames({ edge }: ComputeContext): Pick<Deployment, 'balancers' | 'targetGroups'> {
    const balanced = Object.entries(this.site.system.entries).flatMap(([id, it]) => {
      if (it.kind === 'alb') return it.routes.map((route) => ({ id, group: route.targetGroup, to: route.to }))
      return it.kind === 'nlb' ? [{ id, group: it.targetGroup, to: it.to }] : []
    })
    return {
      balancers: Object.fromEntries(balanced.map(({ id }) => [id, edge.metricNameOf(id)])),
      targetGroups: Object.fromEntries(balanced.map(({ group, to }) => [group, edge.targetMetricNameOf(to)])),
    }
  }

  /** Asks the cluster with a secret: there is one where there are game days. */
  #query(ctx: ComputeContext): string {
    const { resources } = this.site.system
    const secret = Object.entries(resources).find(
      (entry): entry is [string, Secret] =>
        entry[1].kind === 'secret' && resources[entry[1].of]?.kind === 'aurora',
    )!
    const [id, { of }] = secret
    return queryFunction(this, ctx, {
      id: of,
      it: resources[of] as Aurora,
      secretArn: ctx.security.secrets[id]!,
    })
  }
}

/** The entry to which the load goes, here and there: the load balancer before all services. */
function balancerOf({ system }: Site): string {
  const found = Object.keys(system.entries).find((id) => system.entries[id]?.kind === 'alb')
  // `checkSite` has refused a system without one
  return found!
}
