import { setTimeout as sleep } from 'node:timers/promises'
import { functionName, scaled } from '../../../model/names.ts'
import type { Context } from '../../types.ts'
import type { LambdaRuntime } from '../lambda.ts'
import { type Percentiles, percentiles } from './percentiles.ts'
import type { Report } from './types.ts'

/** What the Cold Start Avalanche did; times in milliseconds. */
export interface Avalanche {
  readonly offered: number
  readonly completed: number
  /** Invocations that failed, or were called off with the run. */
  readonly failed: number
  /** Times that an invocation was refused at the reserved concurrency and came back. */
  readonly throttles: number
  readonly coldStarts: number
  /** Most environments that were seen at work at once, beside the reserved concurrency. */
  readonly peakBusy: number
  readonly reserved: number
  /** Of the handler, as Lambda's metric Duration: without initialisation. */
  readonly durationMs: Percentiles
  readonly initMs: Percentiles
  /** From the first offer to the last answer. */
  readonly elapsedMs: number
  /** The document's target for the 99th percentile of Duration. */
  readonly target: { readonly p99Ms: number; readonly met: boolean }
}

export interface AvalancheOptions {
  readonly functionId: string
  /** The function's STRESS_TOKEN. */
  readonly token: string
  /** Events offered; the model's size with the time scale taken off, unless said. */
  readonly invocations?: number
  /** Calls off what has not begun. */
  readonly signal?: AbortSignal
  readonly progress?: (done: number, offered: number) => void
}

/** Hashes of one fraud validation: some 25 ms of a core. */
const ROUNDS = 10_000
const LOOK_MS = 20

/**
 * Offers a burst of asynchronous invocations to a function without one warm environment: so many as its reserved
 * concurrency run, the rest is throttled and comes back. Each does CPU-bound work and has no other effect.
 */
export async function coldStartAvalanche(
  ctx: Context,
  lambda: LambdaRuntime,
  options: AvalancheOptions,
): Promise<Avalanche> {
  const { functionId, token, signal, progress } = options
  const stress = stressOf(ctx, functionId)
  const offered = options.invocations ?? Math.ceil(scaled(stress.size, ctx.timeScale))
  await lambda.recycle(functionId)
  const busy = watchBusy(lambda, functionId)
  const started = performance.now()
  const reports: Report[] = []
  const one = async (invocation: number): Promise<number> => {
    const payload = JSON.stringify({ stress: { token, invocation, rounds: ROUNDS } })
    const { outcome, throttles } = await lambda.offer(functionId, payload, signal).end
    if (outcome) reports.push(outcome.report)
    progress?.(reports.length, offered)
    return throttles
  }
  const throttles = await Promise.all(Array.from({ length: offered }, (_, n) => one(n)))
  const elapsedMs = performance.now() - started
  noteColdStarts(ctx, functionId, stress.metric, reports)
  return {
    ...summaryOf(reports, offered, stress.p99DurationMs),
    throttles: throttles.reduce((sum, count) => sum + count, 0),
    peakBusy: await busy.stop(),
    reserved: lambda.concurrency.limit(functionId),
    elapsedMs,
  }
}

function summaryOf(reports: readonly Report[], offered: number, p99Ms: number) {
  const completed = reports.filter((report) => report.error === null)
  const durationMs = percentiles(completed.map((report) => report.durationMs))
  const cold = reports.flatMap((report) => report.initMs ?? [])
  return {
    offered,
    completed: completed.length,
    failed: offered - completed.length,
    coldStarts: cold.length,
    durationMs,
    initMs: percentiles(cold),
    target: { p99Ms, met: completed.length > 0 && durationMs.p99 <= p99Ms },
  }
}

function stressOf({ system }: Context, id: string) {
  const it = system.workloads[id]
  const stress = it?.kind === 'function' ? it.stress : undefined
  if (stress?.p99DurationMs !== undefined) return { ...stress, p99DurationMs: stress.p99DurationMs }
  throw new Error(`'${id}' is no function of ${system.id} whose stress has a target for the p99 of Duration`)
}

function noteColdStarts({ system, metrics }: Context, id: string, name: string, reports: readonly Report[]) {
  const metric = system.workloads[id]?.metrics.find((it) => it.name === name)
  if (!metric) throw new Error(`${id} does not list the metric '${name}' of its stress`)
  const dimensions = { FunctionName: functionName(system, id) }
  for (const { initMs } of reports)
    if (initMs !== null) metrics.put(metric.namespace, name, dimensions, initMs, metric.unit)
}

/** Looks again and again how many environments of a function are at work. */
function watchBusy(lambda: LambdaRuntime, functionId: string) {
  let [peak, watching] = [0, true]
  const look = async () => {
    while (watching) {
      const busy = lambda.instances().filter((it) => it.functionId === functionId && it.state === 'busy')
      peak = Math.max(peak, busy.length)
      await sleep(LOOK_MS)
    }
  }
  const looking = look()
  return {
    async stop(): Promise<number> {
      watching = false
      await looking
      return peak
    },
  }
}
