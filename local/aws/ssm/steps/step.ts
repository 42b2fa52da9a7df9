import type { CallApi } from '../api-call.ts'

/** What a step is run with. */
export interface StepTools {
  readonly call: CallApi
  readonly timeScale: number
  /** Aborted when the automation is cancelled. */
  readonly signal: AbortSignal
}
