import { pause } from '../pause.ts'
import { Throttled } from '../types.ts'
import type { InvokeFunction } from './poller.ts'
import type { StreamRecord } from './stream-source.ts'

export interface DeliveryParts {
  readonly invoke: InvokeFunction
  readonly bisect: boolean
  /** Records older than this are dropped rather than tried again; absent means as long as the stream keeps them. */
  readonly maximumAgeMs: number | undefined
  readonly signal: AbortSignal
  readonly discarded: (records: readonly StreamRecord[]) => void
  readonly firstPauseMs: number
}

const MOST_PAUSE_MS = 60_000

/**
 * Delivers a batch of one shard in order: tried again until it goes well, halved where the mapping bisects, and
 * dropped record by record when too old. False where it was aborted before its end.
 */
export async function deliver(it: DeliveryParts, records: readonly StreamRecord[]): Promise<boolean> {
  let left = records
  for (let pauseMs = it.firstPauseMs; ; pauseMs = Math.min(MOST_PAUSE_MS, pauseMs * 2)) {
    left = young(it, left)
    if (left.length === 0) return true
    if (it.signal.aborted) return false
    const end = await attempt(it, left)
    if (end === 'done') return true
    if (end === 'failed' && it.bisect && left.length > 1) {
      const half = Math.ceil(left.length / 2)
      return (await deliver(it, left.slice(0, half))) && deliver(it, left.slice(half))
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

function young({ maximumAgeMs, discarded }: DeliveryParts, records: readonly StreamRecord[]) {
  if (maximumAgeMs === undefined) return records
  const oldest = Date.now() - maximumAgeMs
  const old = records.filter((record) => record.arrivedAt < oldest)
  if (old.length > 0) discarded(old)
  return old.length > 0 ? records.filter((record) => record.arrivedAt >= oldest) : records
}
