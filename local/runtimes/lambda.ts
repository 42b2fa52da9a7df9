import { randomUUID } from 'node:crypto'
import type { Context } from '../types.ts'
import { lambdaService } from './lambda/api/service.ts'
import { asyncEvents } from './lambda/async-events.ts'
import { concurrencyOf } from './lambda/concurrency.ts'
import { faultPlace } from './lambda/faults.ts'
import { type LambdaFunction, lambdaFunction } from './lambda/function.ts'
import { keptState } from './lambda/kept.ts'
import { bundleBootstrap } from './lambda/launch.ts'
import { mappings } from './lambda/pollers/mappings.ts'
import type { LambdaRuntime } from './lambda/runtime.ts'
import { type RuntimeApi, runtimeApi } from './lambda/runtime-api.ts'
import type { FunctionSpec, Invocation, Report } from './lambda/types.ts'

export interface LambdaParts {
  /** Env of a function's environments, without what Lambda itself sets; asked once, at start. */
  environment(functionId: string): Record<string, string> | Promise<Readonly<Record<string, string>>>
  /** Path of the bundle that exports `handler`. */
  bundle(functionId: string): string | Promise<string>
  /** Base URL of the AWS endpoint that the pollers use. */
  readonly awsEndpoint: string
  /** Takes each line that a function writes; metrics in EMF are among them. */
  onLine?(functionId: string, line: string, instanceId: string): void
}

/** Runs a system's functions in processes of their own, behind the Lambda Runtime API and the Lambda API. */
export function lambdaRuntime(ctx: Context, parts: LambdaParts): LambdaRuntime {
  const kept = keptState(ctx.state)
  const faults = faultPlace()
  const specs = specsOf(ctx)
  const functions = new Map<string, LambdaFunction>()
  const listeners = new Set<(report: Report) => void>()
  const concurrency = concurrencyOf(specs, kept)
  const functionOf = (id: string) => known(functions, id)
  const run = (id: string, invocation: Invocation) => functionOf(id).invoke(invocation)
  const events = asyncEvents()
  let api: RuntimeApi | null = null

  const sources = mappings({
    ctx,
    kept,
    endpoint: parts.awsEndpoint,
    functionOf,
    limitOf: concurrency.limit,
    invoke: (id, event) => run(id, invocation(JSON.stringify(event))),
  })
  const runtime: Omit<LambdaRuntime, 'service'> = {
    async start() {
      api = await runtimeApi()
      const bootstrap = await bundleBootstrap(ctx)
      for (const [id, spec] of specs) {
        const how = { bootstrap, bundle: await parts.bundle(id), env: await parts.environment(id) }
        const onLine = (line: string, instanceId: string) => parts.onLine?.(id, line, instanceId)
        const onReport = (report: Report) => {
          for (const listener of listeners) listener(report)
        }
        const limit = () => concurrency.limit(id)
        functions.set(id, lambdaFunction(ctx, spec, { api, faults, limit, how, onLine, onReport }))
      }
      for (const source of sources) source.start()
    },
    async stop() {
      await Promise.all(sources.map((source) => source.stop()))
      events.stop()
      await Promise.all([...functions.values()].map((it) => it.stop()))
      await api?.close()
    },
    invoke: async (id, payload) => run(id, invocation(payload)),
    offer(id, payload, calledOff) {
      functionOf(id)
      const it = invocation(payload)
      return { requestId: it.requestId, end: events.offer(() => run(id, it), calledOff) }
    },
    instances: () => [...functions.values()].flatMap((it) => it.fleet.instances()),
    concurrency,
    recycle: (id) => functionOf(id).fleet.recycle(),
    onReport(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    mappings: sources,
    faults,
  }
  return { ...runtime, service: lambdaService({ ctx, runtime, specs }) }
}

const invocation = (payload: string): Invocation => ({
  requestId: randomUUID(),
  traceId: `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomUUID().replaceAll('-', '').slice(0, 24)}`,
  payload,
})

const specsOf = ({ system }: Context): ReadonlyMap<string, FunctionSpec> =>
  new Map(
    Object.entries(system.workloads).flatMap(([id, fn]) =>
      fn.kind === 'function' ? [[id, { system, id, fn }] as const] : [],
    ),
  )

function known<T>(all: ReadonlyMap<string, T>, id: string): T {
  const found = all.get(id)
  if (found === undefined)
    throw new Error(`no function '${id}' is running: known are ${[...all.keys()].join(', ') || 'none'}`)
  return found
}
