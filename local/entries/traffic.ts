import { setTimeout as sleep } from 'node:timers/promises'

/** Requests and flows that entries have open to each copy: what a copy that drains has to finish. */
export interface Traffic {
  readonly begin: (copy: string) => void
  readonly end: (copy: string) => void
  readonly open: (copy: string) => number
  /** Resolves when nothing is open, at the latest after `withinMs`. */
  readonly idle: (copy: string, withinMs: number) => Promise<void>
}

export function traffic(): Traffic {
  const counts = new Map<string, number>()
  const waiting = new Map<string, () => void>()
  const open = (copy: string) => counts.get(copy) ?? 0
  return {
    open,
    begin: (copy) => void counts.set(copy, open(copy) + 1),
    end(copy) {
      const left = open(copy) - 1
      if (left > 0) return void counts.set(copy, left)
      counts.delete(copy)
      waiting.get(copy)?.()
    },
    async idle(copy, withinMs) {
      if (open(copy) === 0) return
      const none = new Promise<void>((done) => waiting.set(copy, done))
      const end = new AbortController()
      await Promise.race([none, sleep(withinMs, undefined, { signal: end.signal }).catch(() => {})])
      end.abort()
      waiting.delete(copy)
    },
  }
}
