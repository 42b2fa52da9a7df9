import type { Bench, BenchPart } from './bench-part.ts'

/** One thing that was accepted and has come to its end. */
export interface End {
  readonly id: string
  /** In the system's own words, such as `paid`. */
  readonly outcome: string
  /** Unix milliseconds at which that was decided. */
  readonly decidedAt: number
}

/** What a benchmark has to be told of a system, as no model says it. */
export interface SystemBench {
  /** Load of the model with one journey, whose first stage has the steady rate that is multiplied. */
  readonly load: string
  /** What that load's visitors see accepted. */
  readonly subject: string
  readonly aimPerSecond: number
  /** Waits until each of these has ended; gives those that have when patience ends. */
  readonly ends: (at: Bench, ids: readonly string[]) => Promise<readonly End[]>
  /** An experiment that ends one copy of a workload. */
  readonly fault: { readonly experiment: string; readonly workload: string }
  /** The game day whose recoveries are measured. */
  readonly playbook: string
  /** Parts of its own, after the boot. */
  readonly parts: readonly BenchPart[]
}
