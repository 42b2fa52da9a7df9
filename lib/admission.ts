/** How many requests a copy works on at once, and how the number follows from what it can do. */
export interface Limits {
  /** Milliseconds in which an admitted request should be answered. */
  readonly targetMs: number
  /** Milliseconds that a request may wait for its turn. */
  readonly waitMs: number
  readonly fewest: number
  readonly most: number
}

/** A turn to be worked on: `leave` gives it to the next. */
export interface Turn {
  readonly leave: () => void
}

export interface Admission {
  /** A turn now or within the wait; null where there is none, and the request is to be shed. */
  readonly enter: () => Promise<Turn | null>
  readonly limit: () => number
}

interface Waiting {
  readonly admit: (turn: Turn) => void
  readonly timer: NodeJS.Timeout
}

/** Answers after which, and milliseconds in which, the limit is looked at again. */
const WINDOW = { answers: 5, ms: 100 } as const
/** Share of a window's answers that may be late. */
const LATE_SHARE = 0.1
const DECREASE = 0.7
const INCREASE = 1

/**
 * Admits requests up to a limit, which shrinks by a share while answers are late and grows by one while they are not
 * (additive increase, multiplicative decrease, as TCP). So a copy takes what it can answer in time, whatever it runs on.
 */
export function admission(limits: Limits, now: () => number = () => performance.now()): Admission {
  let limit = limits.most
  let running = 0
  const queue = new Set<Waiting>()
  let window = { since: now(), answers: 0, late: 0 }

  function judge(tookMs: number) {
    window.answers++
    if (tookMs > limits.targetMs) window.late++
    if (window.answers < WINDOW.answers || now() - window.since < WINDOW.ms) return
    const isLate = window.late > window.answers * LATE_SHARE
    const next = isLate ? Math.floor(limit * DECREASE) : limit + INCREASE
    limit = Math.min(limits.most, Math.max(limits.fewest, next))
    window = { since: now(), answers: 0, late: 0 }
  }

  function turn(): Turn {
    running++
    const since = now()
    let left = false
    const leave = () => {
      if (left) return
      left = true
      running--
      judge(now() - since)
      admitNext()
    }
    return { leave }
  }

  function admitNext() {
    for (const next of queue) {
      if (running >= limit) return
      queue.delete(next)
      clearTimeout(next.timer)
      next.admit(turn())
    }
  }

  const wait = () =>
    new Promise<Turn | null>((resolve) => {
      const timer = setTimeout(() => {
        queue.delete(waiting)
        resolve(null)
      }, limits.waitMs)
      const waiting: Waiting = { admit: resolve, timer }
      queue.add(waiting)
    })

  return {
    async enter() {
      if (running < limit) return turn()
      // a longer queue could not be worked off within the wait
      return queue.size < limit ? wait() : null
    },
    limit: () => limit,
  }
}
