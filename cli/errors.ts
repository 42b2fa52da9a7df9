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

/** What the SDK of AWS threw, as an error for people; null for any other error. */
export function ofAws(error: unknown): CliError | null {
  if (!(error instanceof Error)) return null
  if (error.name === 'CredentialsProviderError')
    return new CliError(
      `no credentials for AWS (${error.message}): log in, for instance with aws sso login`,
      exit.prerequisite,
    )
  return '$metadata' in error ? new CliError(`AWS answers ${error.name}: ${error.message}`, 1) : null
}
