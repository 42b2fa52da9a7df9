/** A place in the queue; `leave` gives it up, and says whether it was still waiting. */
export interface Ticket {
  /** Resolves when a slot is free, with the function that frees it again; null where the ticket was given up. */
  readonly slot: Promise<(() => void) | null>
  leave(): boolean
}

/** Workload management: so many queries run at once, the rest wait in the order in which they came. */
export function workloadManager(slots: number) {
  const waiting = new Set<(free: (() => void) | null) => void>()
  let running = 0

  function free() {
    running -= 1
    const [next] = waiting
    if (!next) return
    waiting.delete(next)
    running += 1
    next(free)
  }
  function enter(): Ticket {
    const { promise, resolve } = Promise.withResolvers<(() => void) | null>()
    if (running < slots) {
      running += 1
      resolve(free)
    } else waiting.add(resolve)
    const leave = () => {
      const waited = waiting.delete(resolve)
      if (waited) resolve(null)
      return waited
    }
    return { slot: promise, leave }
  }
  return { enter, waiting: () => waiting.size, running: () => running }
}
export type WorkloadManager = ReturnType<typeof workloadManager>
