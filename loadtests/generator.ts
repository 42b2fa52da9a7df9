import type { Request } from './record.ts'
import type { Summary } from './summary.ts'

/** What sends load to a system, where that system is. */
export interface LoadGenerator {
  /** Everything that speaks against starting this load, each with how to mend it. */
  readonly findings: (loadId: string) => Promise<readonly string[]>
  /** Throws with all findings where it cannot. */
  readonly start: (loadId: string, options: LoadOptions) => RunningLoad
  /** Versions of what generates it, by name. */
  readonly versions: () => Promise<Readonly<Record<string, string>>>
}

export interface LoadOptions {
  /** Folder for the record and the summary; made where it is not there. */
  readonly folder: string
  readonly seed?: number
  /** How many times the arrivals that the model has; 1 unless said. */
  readonly times?: number
}
/** How a load ended: every threshold met, one crossed, or stopped before its end. */
export type LoadVerdict = 'met' | 'crossed' | 'stopped'
export interface LoadResult {
  readonly verdict: LoadVerdict
  readonly summary: Summary
  readonly recordFile: string
}
/** A load that runs. */
export interface RunningLoad {
  /** Begins the `{visit}` of every visitor. */
  readonly run: string
  /** By what it is found again: a process id here, a task on AWS. */
  readonly trace: Readonly<Record<string, string | number>>
  /** Unix time in milliseconds at which k6 was started. */
  readonly startedAt: number
  readonly seconds: number
  /** Requests that ended since the last call. */
  readonly read: () => Request[]
  /** How many lines of the record, of those that were read, hold no request: cut off, or run into one another. */
  readonly unreadable: () => number
  /** How long after its end a request may still be unread. */
  readonly lateMs: number
  /** Ends it in good order; `done` then says `stopped`. */
  readonly stop: () => void
  /** Rejects, with k6's last lines, where k6 could not run the scenario. */
  readonly done: Promise<LoadResult>
}
