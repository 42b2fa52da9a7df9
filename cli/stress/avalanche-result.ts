import { type Percentiles, percentiles } from '../../local/runtimes/lambda/percentiles.ts'
import { table } from '../output.ts'
import type { AvalancheCount } from './avalanche.ts'
import type { AvalancheOptions } from './avalanche-options.ts'

/** What an avalanche did, as `--json` shows it; durations in milliseconds. */
export interface AvalancheResult {
  readonly workload: string
  readonly title: string
  readonly offered: number
  readonly completed: number
  readonly failed: number
  /** Offered, but called off by the end of its time or by the user before they could run. */
  readonly called_off: number
  readonly throttles: number
  /** Environments that were made, each for its first invocation. */
  readonly cold_starts: number
  readonly reserved_concurrency: number
  /** Most executions at once, initialising ones included. */
  readonly peak_concurrency: number
  readonly duration_ms: Percentiles
  readonly init_ms: Percentiles
  readonly seconds: number
  readonly target_p99_ms: number
  readonly met: boolean
  readonly stopped: boolean
}

interface Run {
  readonly offered: number
  readonly count: AvalancheCount
  readonly seconds: number
  readonly peak: number
  readonly stopped: boolean
}

export function avalancheResult(
  { id, workload, stress }: Pick<AvalancheOptions, 'id' | 'workload' | 'stress'>,
  { offered, count, seconds, peak, stopped }: Run,
): AvalancheResult {
  const completed = count.answers.filter((it) => !it.failed)
  const durations = percentiles(completed.map((it) => it.durationMs))
  const cold = completed.flatMap((it) => it.initMs ?? [])
  return {
    workload: id,
    title: stress.title,
    offered,
    completed: completed.length,
    failed: count.answers.length - completed.length,
    called_off: offered - count.answers.length,
    throttles: count.throttles,
    cold_starts: cold.length,
    reserved_concurrency: workload.reservedConcurrency,
    peak_concurrency: peak,
    duration_ms: durations,
    init_ms: percentiles(cold),
    seconds,
    target_p99_ms: stress.p99DurationMs,
    met: completed.length > 0 && durations.p99 <= stress.p99DurationMs,
    stopped,
  }
}

/** The result as a table. */
export function avalancheText(it: AvalancheResult): string {
  const spread = ({ p50, p99, max }: Percentiles) => `p50 ${ms(p50)}, p99 ${ms(p99)}, longest ${ms(max)}`
  const rows = [
    ['invocations offered', count(it.offered)],
    ['completed', count(it.completed)],
    ['failed', count(it.failed)],
    ['called off', count(it.called_off)],
    ['throttled and retried', `${count(it.throttles)} times`],
    ['cold starts', `${count(it.cold_starts)} environments`],
    ['peak concurrency', `${it.peak_concurrency} of ${it.reserved_concurrency} reserved`],
    ['Duration', spread(it.duration_ms)],
    ['Init Duration', spread(it.init_ms)],
    ['time', `${it.seconds.toFixed(1)} s`],
  ]
  const verdict = it.met ? 'met' : 'NOT met'
  return `${table(['', 'measured'], rows)}\n\n${it.title}: p99 of Duration ${ms(it.duration_ms.p99)} against ${ms(it.target_p99_ms)}: ${verdict}`
}

/** How it stands, in one line. */
export function avalancheProgress({ answers, throttles }: AvalancheCount, seconds: number, offered: number) {
  const cold = answers.filter((it) => it.initMs !== null).length
  const { p99 } = percentiles(answers.map((it) => it.durationMs))
  return `${seconds.toFixed(0)} s: ${count(answers.length)} of ${count(offered)} done, ${count(throttles)} times throttled, ${cold} cold starts, p99 so far ${ms(p99)}`
}

const count = (value: number) => value.toLocaleString('en-US')
const ms = (value: number) => `${Math.round(value)} ms`
