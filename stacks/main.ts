import { join } from 'node:path'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
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
import { hasGamedays } from './workloads.ts'

/** Every stack, top to bottom in the order in which they are deployed. */
export const stacks: Compose = (app, site) => {
  const artifacts = new ArtifactsStack(app, site)
  const network = new NetworkStack(app, site)
  const security = new SecurityStack(app, site, network)
  const data = new DataStack(app, site, network, security, artifacts)
  new MessagingStack(app, site, security)
  const edge = new EdgeStack(app, site, network, security.firewalls)
  const ctx = { network, security, data, artifacts, edge }
  new EcsStack(app, site, ctx)
  const eks = new EksStack(app, site, ctx)
  new PodsStack(app, site, ctx, eks)
  new AsgStack(app, site, ctx)
  new LambdaStack(app, site, ctx)
  new ObservabilityStack(app, site, edge, security)
  const chaos = new ChaosStack(app, site, security, eks, edge)
  if (hasGamedays(site.system)) new GamedayStack(app, site, ctx, eks, chaos)
}

const root = join(import.meta.dirname, '..')

if (import.meta.main) {
  try {
    const releases = releasesOf(await artifactsOf(cloudcafe, root))
    synth(siteOf(cloudcafe, process.env, releases), 'cdktf.out', stacks)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 2
  }
}
