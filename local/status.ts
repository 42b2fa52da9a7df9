import { setTimeout as sleep } from 'node:timers/promises'
import { platform } from '../model/platform.ts'
import { isFunction } from '../model/references.ts'
import { isCalledInVpc } from '../model/resource-traits.ts'
import { resourceUrl } from '../model/resource-url.ts'
import type { Cloud } from './cloud.ts'
import type { Context, Copy, Engine, Runtime } from './types.ts'

const HEALTH_MS = 1_000

/** What `GET /status` and `./cafe status --json` tell. */
export interface Status {
  readonly system: string
  readonly time_scale: number
  readonly supervisor_pid: number
  readonly endpoints: Readonly<Record<string, string>>
  readonly workloads: Readonly<Record<string, WorkloadStatus>>
  /** Execution environments by function; one that has not been called has none. */
  readonly functions: Readonly<Record<string, FunctionStatus>>
  readonly engines: readonly EngineStatus[]
  readonly alarms: readonly { readonly name: string; readonly state: string; readonly reason: string }[]
}
export interface WorkloadStatus {
  readonly on: string
  readonly desired: number
  readonly copies: readonly CopyStatus[]
}
export interface FunctionStatus {
  readonly environments: number
  /** Of these, those that work on an invocation. */
  readonly busy: number
}
export interface CopyStatus {
  readonly id: string
  readonly arn: string
  readonly zone: string
  readonly state: string
  readonly healthy: boolean
  readonly pid: number | null
  readonly port: number
  readonly stress_port: number
  readonly cpu_percent: number
}
export interface EngineStatus {
  readonly id: string
  /** Null when it answers, else why not. */
  readonly health: string | null
  readonly processes: readonly { readonly name: string; readonly pid: number }[]
}

/** What the status is told of. */
export interface Told extends Pick<Cloud, 'consoles'> {
  readonly ctx: Pick<Context, 'system' | 'timeScale' | 'ports' | 'root'>
  readonly engines: Pick<Cloud['engines'], 'all' | 'of'>
  readonly runtimes: Readonly<Record<keyof Cloud['runtimes'], Scheduled>>
  readonly cloudwatch: Pick<Cloud['cloudwatch'], 'alarms'>
  readonly providers: Pick<Cloud['providers'], 'ids' | 'address'>
  readonly functions: Pick<Cloud['functions'], 'instances'>
}
type Scheduled = Pick<Runtime, 'copies' | 'desired'>

/** The state of everything, now. */
export async function statusOf(cloud: Told): Promise<Status> {
  const { ctx, engines, runtimes, cloudwatch } = cloud
  const { system, timeScale } = ctx
  const workloads = Object.values(runtimes).flatMap((runtime) =>
    [...new Set(runtime.copies().map((copy) => copy.workload))].map(
      (id) => [id, workloadOf(id, runtime)] as const,
    ),
  )
  return {
    system: system.id,
    time_scale: timeScale,
    supervisor_pid: process.pid,
    endpoints: endpointsOf(cloud),
    workloads: Object.fromEntries(workloads),
    functions: functionsOf(cloud),
    engines: await Promise.all(
      engines.all.map(async (it) => ({ id: it.id, health: await healthOf(it), processes: it.processes() })),
    ),
    alarms: cloudwatch.alarms.all().map(({ name, state, reason }) => ({ name, state, reason })),
  }
}

/** Null where it answers; who asks for the state of everything does not wait for one that hangs. */
async function healthOf(engine: Engine): Promise<string | null> {
  const silent = sleep(HEALTH_MS, `no answer within ${HEALTH_MS / 1000} s`, { ref: false })
  return Promise.race([engine.health(), silent])
}

function functionsOf({ ctx, functions }: Told): Status['functions'] {
  const ids = Object.keys(ctx.system.workloads).filter((id) => isFunction(ctx.system, id))
  const living = functions.instances().filter(({ state }) => state !== 'ended')
  return Object.fromEntries(
    ids.map((id) => {
      const own = living.filter(({ functionId }) => functionId === id)
      return [id, { environments: own.length, busy: own.filter(({ state }) => state === 'busy').length }]
    }),
  )
}

function workloadOf(id: string, runtime: Scheduled): WorkloadStatus {
  const copies = runtime.copies(id)
  return { on: copies[0]!.on, desired: runtime.desired(id), copies: copies.map(copyOf) }
}

const copyOf = (copy: Copy): CopyStatus => ({
  id: copy.id,
  arn: copy.arn,
  zone: copy.zone,
  state: copy.state,
  healthy: copy.healthy,
  pid: copy.pid,
  port: copy.port,
  stress_port: copy.stressPort,
  cpu_percent: Math.round(copy.cpuPercent),
})

function endpointsOf({ ctx, engines, providers, consoles }: Told): Record<string, string> {
  const { ports, system } = ctx
  const http = (port: number) => `http://${platform.host}:${port}`
  const balancers = Object.entries(system.entries).flatMap(([id, { kind }]) =>
    kind === 'alb' || kind === 'nlb' ? [[id, http(ports[kind])]] : [],
  )
  const stores = Object.entries(system.resources).flatMap(([id, it]) => {
    const moving = [...consoles].filter(([name]) => name.startsWith(`${id}_`))
    if (moving.length > 0) return moving.map(([name, address]) => [name, resourceUrl(it, address)])
    return isCalledInVpc(it.kind) ? [[id, resourceUrl(it, engines.of(id).endpoint())]] : []
  })
  return {
    ...Object.fromEntries(balancers),
    aws: http(ports.aws),
    board: http(ports.board),
    ...Object.fromEntries(providers.ids().map((id) => [id, http(providers.address(id).port)])),
    ...Object.fromEntries(stores),
  }
}
