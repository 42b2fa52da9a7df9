import { pause } from './pause.ts'
import { type Outcome, Throttled } from './types.ts'

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
const MOST_RETRIES = 2
const AFTER_ERROR_MS = [60_000, 120_000]
const FIRST_BACKOFF_MS = 1000
const MOST_BACKOFF_MS = 300_000
const MOST_AGE_MS = 6 * 3600 * 1000

/** How an event ended; `outcome` is null where it grew too old while it was throttled, or was called off. */
export interface EventEnd {
  readonly outcome: Outcome | null
  readonly throttles: number
}

/**
 * The queue of asynchronous invocations: a throttled one comes back after 1 s, 2 s, … up to 5 min,
 * a failed one is tried twice more after 1 and 2 min. It lives in memory: the events end with the process.
 */
export function asyncEvents() {
  const stopping = new AbortController()

  async function offer(invoke: () => Promise<Outcome>, calledOff?: AbortSignal): Promise<EventEnd> {
    const signal = calledOff ? AbortSignal.any([stopping.signal, calledOff]) : stopping.signal
    const offeredAt = Date.now()
    let [throttles, failures] = [0, 0]
    while (!signal.aborted && Date.now() - offeredAt < MOST_AGE_MS) {
      const outcome = await invoke().catch(onlyThrottled)
      if (!outcome) await pause(backoffMs(throttles++), signal)
      else if (!outcome.failed || failures >= MOST_RETRIES) return { outcome, throttles }
      else await pause(AFTER_ERROR_MS[failures++]!, signal)
    }
    return { outcome: null, throttles }
  }
  return { offer, stop: () => stopping.abort() }
}

function onlyThrottled(error: unknown): null {
  if (error instanceof Throttled) return null
  throw error
}

/** Doubles from 1 s to 5 min, with half of it at random so that the throttled do not come back all at once. */
const backoffMs = (attempt: number) =>
  Math.min(MOST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt) * (0.5 + Math.random() / 2)
