import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from './log.ts'

/** A part of a workload that lives beside its routes: stores, consumers, relays. */
export interface Component {
  /** Connects and begins; called once the listener is up, again until it succeeds; not ready before. */
  readonly start?: () => Promise<void>
  /** Why the copy cannot take work now, or null where it can. */
  readonly notReady?: () => Promise<string | null> | string | null
  /** Stops taking new work and finishes what is under way. */
  readonly close: () => Promise<void>
}

const AGAIN_MS = 500

/** Starts parts in the order of their registration; the copy is not ready until all have started. */
export function starting(
  parts: readonly Component[],
  log: Logger,
): Component & { begin: () => Promise<void> } {
  let waitsFor: string | null = 'starting'
  let closed = false

  const startOne = async (part: Component) => {
    while (!closed) {
      try {
        return await part.start?.()
      } catch (err) {
        waitsFor = `starting: ${err instanceof Error ? err.message : String(err)}`
        log.warn({ err }, 'a part could not start and will be tried again')
        await sleep(AGAIN_MS)
      }
    }
  }
  return {
    begin: async () => {
      for (const part of parts) await startOne(part)
      if (!closed) waitsFor = null
    },
    notReady: () => waitsFor,
    close: async () => {
      closed = true
    },
  }
}
