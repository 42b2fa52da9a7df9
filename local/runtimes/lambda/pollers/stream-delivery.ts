import { pause } from '../pause.ts'
import { Throttled } from '../types.ts'
import type { InvokeFunction } from './poller.ts'
import type { StreamRecord } from './stream-source.ts'

/** Why Lambda gives records up, in its own words. */
export type Condition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded'

/** Tells the mapping's destination where the records lie, after so many failed invocations with them. */
export type SetAside = (
  records: readonly StreamRecord[],
  condition: Condition,
  invocations: number,
) => Promise<void>

export interface DeliveryParts {
  readonly invoke: InvokeFunction
  readonly bisect: boolean
  /** How often a batch that fails is tried again; neither halving nor throttling counts. */
  readonly retries: number
  /** Records older than this are set aside rather than tried again; absent means as long as the stream keeps them. */
  readonly maximumAgeMs: number | undefined
  readonly signal: AbortSignal
  readonly setAside: SetAside
  readonly firstPauseMs: number
}

const MOST_PAUSE_MS = 60_000

/**
 * Delivers a batch of one shard in order: halved where the mapping bisects, tried again for so many times, and then set
 * aside, as are records that are too old. False where it was aborted before its end.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export async function deliver(it: DeliveryParts, records: readonly StreamRecord[]): Promise<boolean> {
  let left = records
  let failures = 0
  for (let pauseMs = it.firstPauseMs; ; pauseMs = Math.min(MOST_PAUSE_MS, pauseMs * 2)) {
    left = await young(it, left, failures)
    if (left.length === 0) return true
    if (it.signal.aborted) return false
    const end = await attempt(it, left)
    if (end === 'done') return true
    if (end === 'failed' && it.bisect && left.length > 1) {
      const half = Math.ceil(left.length / 2)
      return (await deliver(it, left.slice(0, half))) && deliver(it, left.slice(half))
    }
    if (end === 'failed') failures += 1
    if (failures > it.retries) {
      await it.setAside(left, 'RetryAttemptsExhausted', failures)
      return true
    }
    await pause(pauseMs, it.signal)
  }
}

async function attempt(it: DeliveryParts, records: readonly StreamRecord[]) {
  try {
    const outcome = await it.invoke({ Records: records.map((record) => record.event) })
    return outcome.failed ? 'failed' : 'done'
  } catch (error) {
    if (error instanceof Throttled) return 'throttled'
    throw error
  }
}

async function young(
  { maximumAgeMs, setAside }: DeliveryParts,
  records: readonly StreamRecord[],
  failures: number,
) {
  if (maximumAgeMs === undefined) return records
  const oldest = Date.now() - maximumAgeMs
  const old = records.filter((record) => record.arrivedAt < oldest)
  if (old.length > 0) await setAside(old, 'RecordAgeExceeded', failures)
  return old.length > 0 ? records.filter((record) => record.arrivedAt >= oldest) : records
}
