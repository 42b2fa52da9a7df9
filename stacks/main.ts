import { join } from 'node:path'
import type { LongRunning } from '../model/kinds.ts'
import { defaultSystem, systemOf } from '../model/systems/index.ts'
import { type Compose, synth } from './app.ts'
import { artifactsOf, releasesOf } from './artifacts/artifact.ts'
import { ArtifactsStack } from './artifacts.ts'
import { AsgStack } from './asg.ts'
import { ChaosStack } from './chaos.ts'
import { siteOf } from './config.ts'
import { DataStack } from './data.ts'
import { EcsStack } from './ecs.ts'
import { EdgeStack } from './edge.ts'
import { EksStack } from './eks.ts'
import { GamedayStack } from './gameday.ts'
import { LambdaStack } from './lambda.ts'
import { MessagingStack } from './messaging.ts'
import { NetworkStack } from './network.ts'
import { ObservabilityStack } from './observability.ts'
import { PodsStack } from './pods.ts'
import { SecurityStack } from './security.ts'
import { functionsOf, hasGamedays, hasMessages, longRunningOn } from './workloads.ts'

/** Every stack that the system has members for, top to bottom in the order in which they are deployed. */
export const stacks: Compose = (app, site) => {
  const { system } = site
  const runsOn = (...on: readonly LongRunning['on'][]) => longRunningOn(system, ...on).length > 0
  const artifacts = new ArtifactsStack(app, site)
  const network = new NetworkStack(app, site)
  const security = new SecurityStack(app, site, network)
  const data = new DataStack(app, site, network, security, artifacts)
  if (hasMessages(system)) new MessagingStack(app, site, security)
  const edge = new EdgeStack(app, site, network, security.firewalls)
  const ctx = { network, security, data, artifacts, edge }
  if (runsOn('ecs')) new EcsStack(app, site, ctx)
  const eks = runsOn('eks') ? new EksStack(app, site, ctx) : undefined
  if (eks) new PodsStack(app, site, ctx, eks)
  if (runsOn('asg', 'ec2')) new AsgStack(app, site, ctx)
  if (functionsOf(system).length > 0) new LambdaStack(app, site, ctx)
  new ObservabilityStack(app, site, edge, security)
  const chaos = new ChaosStack(app, site, security, eks, edge)
  if (hasGamedays(system)) new GamedayStack(app, site, ctx, eks, chaos)
}

const root = join(import.meta.dirname, '..')

if (import.meta.main) {
  try {
    const system = systemOf(process.env.CAFE_SYSTEM ?? defaultSystem)
    const releases = releasesOf(await artifactsOf(system, root))
    synth(siteOf(system, process.env, releases), 'cdktf.out', stacks)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 2
  }
}
