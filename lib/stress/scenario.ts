/** What a run of a stress scenario is told; seconds and size are this machine's, the time scale taken off. */
export interface StressRun {
  readonly seconds: number
  readonly cpuPercent: number
  readonly size: number
  /** Aborted when the run is to end before its time. */
  readonly signal: AbortSignal
}
/** A run under way. */
export interface StressUnderWay {
  /** Resolves when it has ended, by time or by the signal; rejects with what broke it. */
  readonly done: Promise<void>
  /** Percent that the target is compared with, measured over the last second. */
  readonly measured: () => number
  /** The same over the whole run but its first `SETTLING_SECONDS`, in which threads start. */
  readonly mean: () => number
  /** What it has worked through. */
  readonly progress: () => Readonly<Record<string, number>>
}
/** Seconds at the start of a run that its mean leaves out. */
export const SETTLING_SECONDS = 2
/** Begins a run; it holds `cpuPercent` for `seconds` and ends by itself. */
export type Scenario = (run: StressRun) => StressUnderWay
