import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from './log.ts'
import type { Component } from './parts.ts'

export interface Loop extends Component {
  /** Says that there is work: the next turn comes after `gatherMs`, not after `everyMs`. */
  readonly wake: () => void
}

/**
 * Runs `turn` again and again while the part lives; a turn that gives true has left work and is followed at once.
 * A turn that throws is logged, and the next comes after `everyMs`. Once woken it waits `gatherMs`, so that a
 * burst is worked through in few turns.
 */
export function loop(
  name: string,
  pace: { readonly everyMs: number; readonly gatherMs?: number },
  turn: () => Promise<boolean>,
  log: Logger,
): Loop {
  let closing = false
  let woken = Promise.withResolvers<void>()
  let running: Promise<void> | undefined

  const oneTurn = async (): Promise<boolean> => {
    try {
      return await turn()
    } catch (err) {
      log.warn({ err, loop: name }, `${name} failed and will be tried again`)
      await sleep(pace.gatherMs ?? 0)
      return false
    }
  }
  const pause = async () => {
    const timer = setTimeout(() => woken.resolve(), pace.everyMs)
    await woken.promise
    clearTimeout(timer)
    if (!closing) await sleep(pace.gatherMs ?? 0)
    woken = Promise.withResolvers()
  }
  const run = async () => {
    while (!closing) {
      const more = await oneTurn()
      if (!more && !closing) await pause()
    }
  }
  return {
    start: async () => {
      running ??= run()
    },
    wake: () => woken.resolve(),
    close: async () => {
      closing = true
      woken.resolve()
      await running
    },
  }
}
