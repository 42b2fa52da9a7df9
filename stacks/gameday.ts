import { TerraformOutput } from 'cdktf'
import type { Construct } from 'constructs'
import { DEPLOYMENT_OUTPUT, type Deployment } from '../chaos/gameday/deployment.ts'
import { GAMEDAY_QUERY, imageUri, LOAD_GENERATOR, loadGeneratorName, namespace } from '../model/names.ts'
import { truthsInside } from '../model/truths.ts'
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

/** What plays game days beside the system: its load generator, functions that ask its databases, and all that `--target aws` has to know. */
export class GamedayStack extends Stack {
  constructor(
    scope: Construct,
    site: Site,
    ctx: ComputeContext,
    eks: EksStack | undefined,
    chaos: ChaosStack,
  ) {
    super(scope, site, 'gameday')
    const { system } = site
    const { keys } = ctx.security
    const records = bucket(this, { purpose: 'gamedays', keyArn: keys.data, expireDays: RECORD_DAYS }).bucket
    const place = loadGenerator(this, ctx, { eks: eks?.cluster, bucketArn: records.arn })
    const told: Deployment = {
      system: system.id,
      region: system.region,
      account: system.account,
      endpoints: { [system.frontDoor!]: `https://${ctx.edge.hostOf(system.frontDoor!)}` },
      ...this.#metricNames(ctx),
      templates: chaos.templates,
      queryFunctions: this.#queryFunctions(ctx),
      load: {
        region: system.region,
        bucket: records.bucket,
        image: imageUri(system, LOAD_GENERATOR, site.releaseOf(LOAD_GENERATOR)),
        fargate: { container: LOAD_GENERATOR, ...place },
        ...(eks && {
          eks: {
            cluster: eks.cluster.name,
            namespace: namespace(system),
            serviceAccount: loadGeneratorName(system),
          },
        }),
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

  /** A function for each database that says what was accepted: their ids, and the functions' names. */
  #queryFunctions(ctx: ComputeContext): Record<string, string> {
    const { resources } = this.site.system
    const asked = truthsInside(this.site.system)
    const nameOf = (store: string) => (asked.length === 1 ? GAMEDAY_QUERY : `${GAMEDAY_QUERY}-${store}`)
    const made = asked.map(({ store, secret }) => {
      const it = resources[store]
      // `check` has refused another kind
      if (it?.kind !== 'aurora') throw new Error(`no function of game days asks '${store}'`)
      const opened = { name: nameOf(store), id: store, it, secretArn: ctx.security.secrets[secret]! }
      return [store, queryFunction(this, ctx, opened)]
    })
    return Object.fromEntries(made)
  }
}
