import type { Conditions } from './policy.ts'

/** A right that a workload has, and why: the `use` that it follows from, or the reason that no use names. */
export interface Grant {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly conditions?: Conditions
  readonly because: string
}
