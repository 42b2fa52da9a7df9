import type { Stage } from '../site.ts'

/** What an invariant is counted from: the clients' own record, and the site. */
export interface Run {
  readonly stage: Stage
  /** Unix milliseconds before the first request. */
  readonly startedAt: number
  /** Ids of the orders that a client saw accepted, as often as one saw it. */
  readonly accepted: readonly string[]
}

/** What was counted, what it had to be, and each violation in words. */
export interface Count {
  readonly counted: number
  readonly expected: number
  readonly violations: readonly string[]
  readonly detail: string
  /** What of it could not be counted at this site, and why; absent where all was. */
  readonly notChecked?: string
}

/** Something that must hold whatever happened. */
export interface Invariant {
  readonly id: string
  readonly title: string
  /** Looks at the site before the load, and gives what counts after it. */
  readonly prepare: (stage: Stage) => Promise<(run: Run) => Promise<Count>>
}

/** What an invariant found; `examples` are the first violations. */
export interface InvariantResult {
  readonly id: string
  readonly title: string
  readonly ok: boolean
  readonly counted: number
  readonly expected: number
  readonly violations: number
  readonly examples: readonly string[]
  readonly detail: string
  readonly notChecked?: string
}

/** An invariant that needs no look beforehand. */
export const invariant = (id: string, title: string, count: (run: Run) => Promise<Count>): Invariant => ({
  id,
  title,
  prepare: async () => count,
})
