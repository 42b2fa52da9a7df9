import type { Stage } from '../site.ts'

/** What an invariant is counted from: the clients' own record, and the site. */
export interface Run {
  readonly stage: Stage
  /** Unix milliseconds before the first request. */
  readonly startedAt: number
  /** Begins the `{visit}` of every visitor of this load: by it a system tells apart what others have sent. */
  readonly load: string
  /** Ids of a subject that a client saw accepted, as often as one saw it. */
  readonly accepted: (subject: string) => readonly string[]
}

/** What was counted, what it had to be, and each violation in words. */
export interface Count {
  readonly counted: number
  readonly expected: number
  readonly violations: readonly string[]
  readonly detail: string
  /** What of it could not be counted at this site, and why; absent where all was. */
  readonly notChecked?: string
  /** What was found and cannot be read, or is of others: each in words, counted nowhere. */
  readonly leftOut?: readonly string[]
  /** What is waited for while there are violations; the title and their number where absent. */
  readonly waitsFor?: string
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
  /** False where it is violated, and where it could not be counted. */
  readonly ok: boolean
  /** Why nothing is known of it; absent where it was counted. */
  readonly notCounted?: string
  readonly counted: number
  readonly expected: number
  readonly violations: number
  readonly examples: readonly string[]
  readonly detail: string
  readonly notChecked?: string
  /** How much was left out, and the first of it in words. */
  readonly leftOut: { readonly count: number; readonly examples: readonly string[] }
}

/** An invariant that needs no look beforehand. */
export const invariant = (id: string, title: string, count: (run: Run) => Promise<Count>): Invariant => ({
  id,
  title,
  prepare: async () => count,
})
