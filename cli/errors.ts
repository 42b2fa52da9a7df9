/** Exit codes that a CI job can tell apart. */
export const exit = {
  met: 0,
  usage: 2,
  prerequisite: 3,
  noBoot: 4,
  hypothesisNotMet: 10,
  stopped: 11,
  undoIncomplete: 12,
  invariantViolated: 13,
} as const

/** An error whose text is all that the user needs: what failed, where, and what to do next. */
export class CliError extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode: number = exit.usage) {
    super(message)
    this.exitCode = exitCode
  }
}
