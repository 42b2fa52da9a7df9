import { join } from 'node:path'
import { platform } from '../model/platform.ts'
import type { CloudWatch } from './aws/cloudwatch/cloudwatch.ts'
import type { Fis } from './aws/fis/fis.ts'
import { recover } from './aws/fis/recover.ts'
import { CALLS_FILE } from './aws/gateway/calls.ts'
import type { AwsGateway } from './aws/gateway/gateway.ts'
import { type CloudOptions, type CloudParts, partsOf } from './cloud-parts.ts'
import type { Engines } from './engines/index.ts'
import type { Entries } from './entries/entries.ts'
import { writeJson } from './json-file.ts'
import type { Providers } from './providers.ts'
import type { LambdaRuntime } from './runtimes/lambda/runtime.ts'
import type { Address, Context, Runtime } from './types.ts'

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

/** Stands in for a copy where a person connects. */
const CONSOLE = 'console'

/** The cloud of a context; nothing runs before `start`. */
export async function cloudOf(bare: Omit<Context, 'metrics'>, options: CloudOptions): Promise<Cloud> {
  const parts = await partsOf(bare, options)
  const { ctx, store, runtimes, functions, doors, outside, watch, gateway, faults, consoles } = parts
  return {
    ...{ ctx, runtimes, functions, gateway, consoles },
    engines: store,
    entries: doors,
    providers: outside,
    cloudwatch: watch,
    fis: faults,
    start: () => start(parts),
    stop: () => stop(parts),
  }
}

async function start(parts: CloudParts): Promise<void> {
  const { ctx, built, automations, runtimes, functions, doors, watch, faults } = parts
  const [cleared] = await Promise.all([recover(ctx.state), built.all(), foundations(parts)])
  for (const { problem, ...fault } of cleared) ctx.say({ part: 'fis', ...undone(problem, fault) })
  for (const { problem, ...fault } of await automations.recover())
    ctx.say({ part: 'ssm', ...undone(problem, fault) })
  await Promise.all([...Object.values(runtimes).map((it) => it.start()), functions.start()])
  await doors.healthy()
  // alarms are judged from a system that runs: a boot is no outage
  watch.start()
  faults.deploy()
  ctx.say({ part: 'cloud', what: 'ready' })
}

/** What is said of a fault that a crash left. */
const undone = (problem: string | null, fault: object) => ({
  what:
    problem === null
      ? 'a fault that a crash left was undone'
      : 'a fault that a crash left could not be undone',
  detail: { ...fault, ...(problem === null ? {} : { why: problem }) },
})

async function foundations(parts: CloudParts): Promise<void> {
  const { ctx, store, gateway, outside, doors } = parts
  const said = (part: string) => () => ctx.say({ part, what: 'is up' })
  await Promise.all([
    store
      .start()
      .then(said('engines'))
      .then(() => gateway.start())
      .then(said('aws')),
    outside.start().then(said('providers')),
    doors.start().then(said('entries')),
    openConsoles(parts),
  ])
}

/** The databases' endpoints for people and tools: they stay where they are when a failover moves the cluster. */
async function openConsoles({ ctx: { system }, joined, address, consoles }: CloudParts): Promise<void> {
  const zone = system.zones[0]!
  for (const [id, it] of Object.entries(system.resources)) {
    if (it.kind !== 'aurora') continue
    for (const role of ['writer', 'reader']) {
      const port = await joined.open({ copy: CONSOLE, zone, to: id, role, target: () => address(id, role) })
      consoles.set(`${id}_${role}`, { host: platform.host, port })
    }
  }
}

async function stop(parts: CloudParts): Promise<void> {
  const { faults, functions, doors, runtimes, outside, warehouses, gateway, watch, joined, store } = parts
  await faults.close('the cloud stops')
  await functions.stop()
  await doors.stop()
  await Promise.all(Object.values(runtimes).map((it) => it.stop()))
  await outside.stop()
  await Promise.all(warehouses.map((it) => it.stop()))
  await gateway.stop()
  // for whoever holds least privilege against what was called in a real run: `tools/calls.ts`
  keepCalls(parts)
  watch.stop()
  await joined.stop()
  await store.stop()
}

/** A disk that does not take them keeps nothing from being stopped. */
function keepCalls({ ctx, gateway }: CloudParts): void {
  try {
    writeJson(join(ctx.state, CALLS_FILE), gateway.calls())
  } catch (error) {
    ctx.say({ part: 'aws', what: 'calls not kept', detail: { why: String(error) } })
  }
}
