import { setTimeout as sleep } from 'node:timers/promises'
import { ownNow, ranSince } from './own-clock.ts'
import { activityOf, isBusy } from './process-stats.ts'

/** A process that is asked now and then whether it still answers. */
export interface Watched {
  readonly pid: number
  /** Whether it answers within that time; a refusal is an answer. */
  readonly answers: (withinMs: number) => Promise<boolean>
  /** Called once, where it has answered nothing for so long that it counts as dead. */
  readonly hung: (silentMs: number) => void
}

const EVERY_MS = 1_000
const ANSWER_MS = 1_500
/** Four questions without an answer. */
const SILENT_MS = 6_000
/** A process that computes or waits for its disk is given more time. */
const BUSY_MS = 30_000

/**
 * Finds out when a process lives but serves nobody: it stays silent, and does not even compute. A silence over a gap
 * in our own clock does not count. Gives the function that ends the watching.
 */
export function watchdog({ pid, answers, hung }: Watched): () => void {
  const ending = new AbortController()
  const { signal } = ending
  void watch()
  return () => ending.abort()

  async function watch(): Promise<void> {
    let answeredAt = ownNow()
    while (!signal.aborted) {
      const [askedAt, before] = [ownNow(), activityOf(pid)]
      const answered = await answers(ANSWER_MS)
      if (signal.aborted) return
      if (answered || !ranSince(askedAt)) {
        answeredAt = ownNow()
        await sleep(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined)
        continue
      }
      const silentMs = ownNow() - answeredAt
      if (silentMs < (isBusy(before, activityOf(pid)) ? BUSY_MS : SILENT_MS)) continue
      ending.abort()
      hung(silentMs)
    }
  }
}
