/** A check of checkov that the stacks fail on purpose. */
export interface Suppression {
  readonly check: string
  /** Beginnings of the addresses that it is meant for; all where absent. */
  readonly of?: readonly string[]
  readonly because: string
}

export const suppressions: readonly Suppression[] = []
