import { join } from 'node:path'
import { type Bundles, bundles } from '../bundles/bundles.ts'
import { platform } from '../model/platform.ts'
import { type CloudWatch, cloudwatch } from './aws/cloudwatch/cloudwatch.ts'
import { fis } from './aws/fis/fis.ts'
import { awsGateway } from './aws/gateway/gateway.ts'
import { redshiftData } from './aws/redshift-data/redshift-data.ts'
import { controlPlanes } from './aws/services.ts'
import { ssm } from './aws/ssm/ssm.ts'
import { engines } from './engines/index.ts'
import { entries } from './entries/entries.ts'
import { traffic } from './entries/traffic.ts'
import { AWS, environment } from './environment.ts'
import { links } from './links/links.ts'
import { providers } from './providers.ts'
import { capacity } from './runtimes/capacity.ts'
import type { LambdaRuntime } from './runtimes/lambda/runtime.ts'
import { lambdaRuntime } from './runtimes/lambda.ts'
import { runtime } from './runtimes/scheduler.ts'
import type { Address, Context, Copy as CopyOf } from './types.ts'
import { worldOf } from './world.ts'

/** What a cloud is made with, beside its context. */
export interface CloudOptions {
  /** Opens the stress listeners; their token. */
  readonly stressToken?: string
}

/** Composes the parts over their seams; none of them runs yet. */
export async function partsOf(bare: Omit<Context, 'metrics'>, options: CloudOptions) {
  const watch = cloudwatch(bare)
  const ctx: Context = { ...bare, metrics: watch.sink }
  const ground = await groundOf(ctx, watch)
  cutAsTheyMove(ground)
  const compute = computeOf(ground, options)
  const systems = ssm(ctx, () => `http://${platform.host}:${ground.gateway.port()}`)
  const world = {
    runtimes: compute.runtimes,
    engines: ground.store,
    links: ground.joined,
    entries: compute.doors,
    functions: compute.functions,
    alarms: watch.alarms,
    automations: systems.automations,
  }
  const faults = fis(ctx, worldOf(ctx, world))
  const parts = { ...ground, ...compute, faults, automations: systems.automations }
  const warehouses = warehousesOf(parts)
  const planes = controlPlanes({ ...ctx, ...world, consoles: ground.consoles, since: new Date() })
  for (const service of [compute.functions.service, systems.service, faults, ...warehouses, ...planes])
    ground.gateway.register(service)
  return { ...parts, warehouses }
}
export type CloudParts = Awaited<ReturnType<typeof partsOf>>

/** What everything else stands on: engines, the AWS endpoint, bundles, providers, and the links between them. */
async function groundOf(ctx: Context, watch: CloudWatch) {
  const store = engines(ctx)
  const built = bundles(ctx.system, ctx.root, join(ctx.state, 'bundles'))
  const outside = providers(ctx, built)
  const gateway = await awsGateway(ctx, { ministack: store.emulator, services: [watch.service] })
  const consoles = new Map<string, Address>()
  return { ctx, watch, store, built, outside, gateway, consoles, joined: links() }
}
type Ground = Awaited<ReturnType<typeof groundOf>>

/** Schedulers, functions and the ways in, which reach everything by `address`. */
function computeOf(ground: Ground, { stressToken }: CloudOptions) {
  const { ctx, store, built, outside, gateway, joined, watch } = ground
  const address = (id: string, role?: string): Address => {
    if (id === AWS) return { host: platform.host, port: gateway.port() }
    if (ctx.system.resources[id]) return store.of(id).endpoint(role)
    return outside.ids().includes(id) ? outside.address(id) : doors.address(id)
  }
  const env = environment(ctx, { links: joined, address })
  const open = traffic()
  const parts = {
    environment: env,
    bundles: built,
    links: joined,
    traffic: open,
    capacity: capacity(),
    onLine: (_copy: CopyOf, text: string) => void watch.emf(text),
    ...(stressToken ? { stressToken } : {}),
  }
  const runtimes = {
    ecs: runtime(ctx, 'ecs', parts),
    eks: runtime(ctx, 'eks', parts),
    asg: runtime(ctx, 'asg', parts),
  }
  const functions = functionsOf(ctx, { env, built, watch, stressToken })
  const doors = entries(ctx, { runtimes: Object.values(runtimes), traffic: open, functions })
  return { address, runtimes, doors, functions }
}

/** Links to a cluster are cut as its endpoint moves, so that clients come to where it leads now. */
function cutAsTheyMove({ ctx, store, joined }: Ground): void {
  for (const [id, it] of Object.entries(ctx.system.resources))
    if (it.kind === 'aurora') store.aurora(id).onMove((role) => joined.cut(id, undefined, role))
}

const warehousesOf = ({ ctx, store }: Ground) =>
  Object.entries(ctx.system.resources).flatMap(([id, it]) =>
    it.kind === 'redshift' ? [redshiftData(ctx, store.of(id))] : [],
  )

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
