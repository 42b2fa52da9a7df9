import { setTimeout as sleep } from 'node:timers/promises'

/** Work that is done about once a second, never twice at a time. */
export interface Ticker {
  start(): void
  /** Resolves when the work under way is done. */
  stop(): Promise<void>
}

/** A turn that fails is left out: what it measures has no value for that second, as for a host that is down. */
export function everySecond(work: () => Promise<void>): Ticker {
  let ending: AbortController | null = null
  let running: Promise<void> = Promise.resolve()
  async function run(signal: AbortSignal) {
    while (!signal.aborted) {
      await work().catch(() => undefined)
      await sleep(1000, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }
  return {
    start() {
      if (ending) return
      ending = new AbortController()
      running = run(ending.signal)
    },
    async stop() {
      ending?.abort()
      ending = null
      await running
    },
  }
}
