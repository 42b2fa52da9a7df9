import { join } from 'node:path'
import { type Bundles, bundles } from '../bundles/bundles.ts'
import { platform } from '../model/platform.ts'
import { type CloudWatch, cloudwatch } from './aws/cloudwatch/cloudwatch.ts'
import { type Fis, fis } from './aws/fis/fis.ts'
import { recover } from './aws/fis/recover.ts'
import { CALLS_FILE } from './aws/gateway/calls.ts'
import { type AwsGateway, awsGateway } from './aws/gateway/gateway.ts'
import { redshiftData } from './aws/redshift-data/redshift-data.ts'
import { controlPlanes } from './aws/services.ts'
import { ssm } from './aws/ssm/ssm.ts'
import { type Engines, engines } from './engines/index.ts'
import { type Entries, entries } from './entries/entries.ts'
import { traffic } from './entries/traffic.ts'
import { AWS, environment } from './environment.ts'
import { writeJson } from './json-file.ts'
import { links } from './links/links.ts'
import { type Providers, providers } from './providers.ts'
import { capacity } from './runtimes/capacity.ts'
import { type LambdaRuntime, lambdaRuntime } from './runtimes/lambda.ts'
import { runtime } from './runtimes/scheduler.ts'
import type { Address, Context, Copy as CopyOf, Runtime } from './types.ts'
import { worldOf } from './world.ts'

/** The whole local cloud of one system. */
export interface Cloud {
  readonly ctx: Context
  readonly engines: Engines
  readonly runtimes: Readonly<Record<'ecs' | 'eks' | 'asg', Runtime>>
  readonly functions: LambdaRuntime
  readonly entries: Entries
  readonly providers: Providers
  readonly cloudwatch: CloudWatch
  readonly gateway: AwsGateway
  readonly fis: Fis
  /** Endpoints of clusters for people and tools, such as `aurora_writer`. */
  readonly consoles: ReadonlyMap<string, Address>
  /** Resolves when every copy is healthy. */
  start(): Promise<void>
  /** Ends every fault first, then everything that was started. */
  stop(): Promise<void>
}

/** What a cloud is made with, beside its context. */
export interface CloudOptions {
  /** Opens the stress listeners; their token. */
  readonly stressToken?: string
}

/** Stands in for a copy where a person connects. */
const CONSOLE = 'console'

/** Composes the parts over their seams; nothing runs before `start`. */
export async function cloudOf(bare: Omit<Context, 'metrics'>, options: CloudOptions): Promise<Cloud> {
  const watch = cloudwatch(bare)
  const ctx: Context = { ...bare, metrics: watch.sink }
  const { system } = ctx
  const store = engines(ctx)
  const built = bundles(system, ctx.root, join(ctx.state, 'bundles'))
  const outside = providers(ctx, built)
  const joined = links()
  const open = traffic()
  const gateway = await awsGateway(ctx, { ministack: store.emulator, services: [watch.service] })
  const address = (id: string, role?: string) => {
    if (id === AWS) return { host: platform.host, port: gateway.port() }
    if (system.resources[id]) return store.of(id).endpoint(role)
    return outside.ids().includes(id) ? outside.address(id) : doors.address(id)
  }
  const env = environment(ctx, { links: joined, address })
  const line = (_copy: CopyOf, text: string) => void watch.emf(text)
  const parts = {
    environment: env,
    bundles: built,
    links: joined,
    traffic: open,
    capacity: capacity(),
    onLine: line,
    ...(options.stressToken ? { stressToken: options.stressToken } : {}),
  }
  const runtimes = {
    ecs: runtime(ctx, 'ecs', parts),
    eks: runtime(ctx, 'eks', parts),
    asg: runtime(ctx, 'asg', parts),
  }
  const doors = entries(ctx, { runtimes: Object.values(runtimes), traffic: open })
  const functions = functionsOf(ctx, { env, built, watch, stressToken: options.stressToken })
  const systems = ssm(ctx, () => `http://${platform.host}:${gateway.port()}`)
  const { automations } = systems
  const world = {
    runtimes,
    engines: store,
    links: joined,
    entries: doors,
    functions,
    alarms: watch.alarms,
    automations,
  }
  const faults = fis(ctx, worldOf(ctx, world))
  const consoles = new Map<string, Address>()
  const warehouses: ReturnType<typeof redshiftData>[] = []
  for (const [id, it] of Object.entries(system.resources)) {
    if (it.kind === 'redshift') warehouses.push(redshiftData(ctx, store.of(id)))
    if (it.kind === 'aurora') store.aurora(id).onMove((role) => joined.cut(id, undefined, role))
  }
  const estate = { ...ctx, runtimes, engines: store, entries: doors, consoles, since: new Date() }
  for (const service of [functions.service, systems.service, faults, ...warehouses, ...controlPlanes(estate)])
    gateway.register(service)

  async function start() {
    await Promise.all([recover(ctx.state), built.all(), foundations()])
    for (const why of await automations.recover())
      ctx.say({ part: 'ssm', what: 'a fault could not be undone', detail: { why } })
    await Promise.all([...Object.values(runtimes).map((it) => it.start()), functions.start()])
    await doors.healthy()
    // alarms are judged from a system that runs: a boot is no outage
    watch.start()
    faults.deploy()
    ctx.say({ part: 'cloud', what: 'ready' })
  }
  /** The databases' endpoints for people and tools: they stay where they are when a failover moves the cluster. */
  async function openConsole() {
    const zone = system.zones[0]!
    for (const [id, it] of Object.entries(system.resources)) {
      if (it.kind !== 'aurora') continue
      for (const role of ['writer', 'reader']) {
        const port = await joined.open({ copy: CONSOLE, zone, to: id, role, target: () => address(id, role) })
        consoles.set(`${id}_${role}`, { host: platform.host, port })
      }
    }
  }
  async function foundations() {
    const said = (part: string) => () => ctx.say({ part, what: 'is up' })
    await Promise.all([
      store
        .start()
        .then(said('engines'))
        .then(() => gateway.start())
        .then(said('aws')),
      outside.start().then(said('providers')),
      doors.start().then(said('entries')),
      openConsole(),
    ])
  }
  async function stop() {
    await faults.close('the cloud stops')
    await functions.stop()
    await doors.stop()
    await Promise.all(Object.values(runtimes).map((it) => it.stop()))
    await outside.stop()
    await Promise.all(warehouses.map((it) => it.stop()))
    await gateway.stop()
    // for whoever holds least privilege against what was called in a real run: `tools/calls.ts`
    writeJson(join(ctx.state, CALLS_FILE), gateway.calls())
    watch.stop()
    await joined.stop()
    await store.stop()
  }
  return {
    ctx,
    engines: store,
    runtimes,
    functions,
    entries: doors,
    providers: outside,
    cloudwatch: watch,
    gateway,
    fis: faults,
    consoles,
    start,
    stop,
  }
}

interface FunctionParts {
  readonly env: ReturnType<typeof environment>
  readonly built: Bundles
  readonly watch: CloudWatch
  readonly stressToken: string | undefined
}

function functionsOf(ctx: Context, { env, built, watch, stressToken }: FunctionParts): LambdaRuntime {
  const { workloads, zones } = ctx.system
  return lambdaRuntime(ctx, {
    async environment(id) {
      const own = await env.of({ id: `function-${id}`, workload: id, zone: zones[0]! })
      const it = workloads[id]
      return stressToken && it && 'stress' in it ? { ...own, STRESS_TOKEN: stressToken } : own
    },
    bundle: (id) => built.of(id),
    awsEndpoint: `http://${platform.host}:${ctx.ports.aws}`,
    onLine: (_id, text) => void watch.emf(text),
  })
}
