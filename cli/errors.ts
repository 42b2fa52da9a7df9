import { type Finding, findingLines } from '../model/finding.ts'

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
  notCounted: 14,
} as const

/** An error whose text is all that the user needs: what failed, where, and what to do next. */
export class CliError extends Error {
  readonly exitCode: number
  /** What was found, where that is why. */
  readonly findings: readonly Finding[]
  constructor(message: string, exitCode: number = exit.usage, findings: readonly Finding[] = []) {
    super(message)
    this.exitCode = exitCode
    this.findings = findings
  }
}

/** Ends a command before it changes anything, where something is wrong with what it was given, or missing on the machine. */
export function refuse(wrong: readonly Finding[], missing: readonly Finding[] = []): void {
  const findings = [...wrong, ...missing]
  const code = wrong.length > 0 ? exit.usage : exit.prerequisite
  if (findings.length > 0)
    throw new CliError(`nothing was changed:\n${findingLines(findings)}`, code, findings)
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

const OF_FILES = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EISDIR', 'EEXIST'])

/** A file or folder that cannot be used as it must be, as an error for people; null for any other error. */
export function ofFiles(error: unknown): CliError | null {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return null
  if (!OF_FILES.has(String(error.code))) return null
  return new CliError(
    `${error.path} cannot be used (${error.message}): make it, and the folder that it is in, yours to write, with room on the disk; then run the command again`,
    exit.prerequisite,
  )
}
