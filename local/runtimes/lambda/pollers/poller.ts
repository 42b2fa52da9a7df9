import { pause } from '../pause.ts'
import type { Outcome } from '../types.ts'

/** An event source mapping at work. */
export interface Poller {
  start(): void
  /** Takes nothing new and resolves when the batches under way have ended. */
  stop(): Promise<void>
}

/** Invokes the mapping's function; rejects with Throttled at its reserved concurrency. */
export type InvokeFunction = (event: object) => Promise<Outcome>

const AGAIN_MS = 1000

/** Runs a step again and again until it is aborted; an error of the source is told once and waits a second. */
export async function untilAborted(
  signal: AbortSignal,
  step: () => Promise<void>,
  failed: (error: Error) => void,
): Promise<void> {
  let told = false
  while (!signal.aborted) {
    try {
      await step()
      told = false
    } catch (error) {
      if (signal.aborted) return
      if (!told) failed(error as Error)
      told = true
      await pause(AGAIN_MS, signal)
    }
  }
}
