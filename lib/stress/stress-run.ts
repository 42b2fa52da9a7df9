import type { Stress } from '../../model/kinds.ts'
import { scaled } from '../../model/names.ts'
import type { Env } from '../env.ts'
import { HttpError } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { checkRoom } from './room.ts'
import type { Scenario, StressUnderWay } from './scenario.ts'

/** How a run stands, as the stress listener shows it. */
export interface StressState {
  readonly running: boolean
  readonly title: string
  readonly elapsed_seconds: number
  readonly seconds: number
  readonly target_percent: number
  /** Over the last second. */
  readonly measured_percent: number
  /** Over the run so far, its first two seconds left out. */
  readonly mean_percent: number
  readonly size: number
  /** What the scenario has worked through. */
  readonly progress: Readonly<Record<string, number>>
  /** What broke the run; null where nothing did. */
  readonly error: string | null
}
export interface Wanted {
  readonly seconds?: number
  readonly cpu_percent?: number
}

const EVERY_MS = 1000

/** The one run that a copy may have at a time; its metric is put once a second. */
export function stressRuns(spec: Stress, scenario: Scenario, env: Env, metrics: Metrics, log: Logger) {
  const caps = { seconds: scaled(spec.seconds, env.timeScale), cpuPercent: spec.cpuPercent }
  const size = Math.max(1, Math.round(scaled(spec.size, env.timeScale)))
  const metric = env.workload.metrics.find((it) => it.name === spec.metric)
  if (!metric) throw new Error(`${env.workloadId} does not list the metric '${spec.metric}' of its stress`)
  let last: Run | undefined

  const stateOf = (run: Run | undefined): StressState => ({
    running: run !== undefined && run.endedAt === 0,
    title: spec.title,
    elapsed_seconds: run ? rounded(((run.endedAt || performance.now()) - run.startedAt) / 1000) : 0,
    seconds: run?.seconds ?? caps.seconds,
    target_percent: run?.cpuPercent ?? caps.cpuPercent,
    measured_percent: run ? rounded(run.measured()) : 0,
    mean_percent: run ? rounded(run.mean()) : 0,
    size,
    progress: run?.progress() ?? {},
    error: run?.error ?? null,
  })
  const start = (wanted: Wanted): StressState => {
    if (last?.endedAt === 0)
      throw new HttpError(409, 'Conflict', 'a run is under way; DELETE ends it', { ...stateOf(last) })
    const run = begin(wanted)
    last = run
    const timer = setInterval(
      () => metrics.put(metric.namespace, metric.name, run.measured(), metric.unit),
      EVERY_MS,
    )
    log.warn({ ...stateOf(run) }, 'stress begins')
    run.over = run.done
      .catch((err: unknown) => {
        run.error = err instanceof Error ? err.message : String(err)
        log.error({ err }, 'stress broke')
      })
      .then(() => {
        clearInterval(timer)
        run.endedAt = performance.now()
        log.warn({ ...stateOf(run) }, 'stress has ended')
      })
    return stateOf(run)
  }
  const begin = (wanted: Wanted): Run => {
    const seconds = within('seconds', wanted.seconds ?? caps.seconds, caps.seconds)
    const cpuPercent = within('cpu_percent', wanted.cpu_percent ?? caps.cpuPercent, caps.cpuPercent)
    if (spec.diskMiB) checkRoom(env.stressFolder, scaled(spec.diskMiB, env.timeScale))
    const abort = new AbortController()
    const underWay = scenario({ seconds, cpuPercent, size, signal: abort.signal })
    const startedAt = performance.now()
    const over = Promise.resolve()
    return { ...underWay, seconds, cpuPercent, abort, startedAt, endedAt: 0, over, error: null }
  }
  const stop = async (): Promise<StressState> => {
    last?.abort.abort()
    await last?.over
    return stateOf(last)
  }
  return { start, stop, state: () => stateOf(last) }
}

interface Run extends StressUnderWay {
  readonly seconds: number
  readonly cpuPercent: number
  readonly abort: AbortController
  readonly startedAt: number
  endedAt: number
  over: Promise<void>
  error: string | null
}

const rounded = (value: number) => Math.round(value * 10) / 10

function within(name: string, value: number, cap: number): number {
  if (value <= cap) return value
  throw new HttpError(
    400,
    'Bad Request',
    `body/${name}: ${value} is above the cap of ${cap}; ask for ${cap} or less`,
  )
}
