import { basename } from 'node:path'
import { execa } from 'execa'
import { venvProgram } from '../local/engines/binaries.ts'
import { canaryChecks } from './canary.ts'
import { type Suppression, suppressions } from './suppressions.ts'

const LIMIT_MS = 5 * 60_000
const MAX_BYTES = 256 * 2 ** 20

/** One check that a resource of a plan fails. */
export interface Failure {
  readonly stack: string
  readonly check: string
  readonly title: string
  readonly resource: string
}

/** What checkov says of the plans. */
export interface Verdict {
  readonly passed: number
  /** Failures that no row of `suppressions.ts` explains. */
  readonly failures: readonly Failure[]
  /** Rows that explained failures, with how many. */
  readonly suppressed: readonly (Suppression & { readonly failures: number })[]
  /** Rows that explain nothing any more. */
  readonly idle: readonly Suppression[]
  /** Plans, or parts of them, that could not be read. */
  readonly parseErrors: readonly string[]
  /** Resources of the plans that were read. */
  readonly resources: number
  /** What was planted and not found. */
  readonly missed: readonly string[]
}

interface Report {
  readonly results: {
    readonly failed_checks: readonly Row[]
    readonly parsing_errors: readonly string[]
  }
  readonly summary: {
    readonly passed: number
    readonly parsing_errors: number
    readonly resource_count: number
  }
}
interface Row {
  readonly check_id: string
  readonly check_name: string
  readonly file_path: string
  readonly resource_address: string | null
  readonly resource: string
}

/** Where plans are. */
export interface Plans {
  /** Absolute path of the checkout. */
  readonly root: string
  /** Plans as JSON, one file for each stack and one for the canary. */
  readonly folder: string
  readonly profile: string
}

/** Reads plans. @throws Error where checkov fails. */
export async function checkPlans({ root, folder, profile }: Plans, signal: AbortSignal): Promise<Verdict> {
  const args = ['-d', folder, '--framework', 'terraform_plan', '--skip-download', '-o', 'json', '--compact']
  const { PATH = '', HOME = '' } = process.env
  const { stdout, stderr } = await execa(venvProgram(root, 'checkov', 'bin/checkov'), args, {
    env: { PATH, HOME, LOG_LEVEL: 'ERROR' },
    extendEnv: false,
    timeout: LIMIT_MS,
    maxBuffer: MAX_BYTES,
    cancelSignal: signal,
    reject: false,
  })
  const rows = suppressions.filter((it) => it.profile === undefined || it.profile === profile)
  return verdictOf(reportIn(stdout, stderr), rows)
}

function reportIn(stdout: string, stderr: string): Report {
  try {
    const it = JSON.parse(stdout) as Partial<Report>
    if (it.results && it.summary) return it as Report
  } catch {
    // told below
  }
  throw new Error(`checkov gave no report: ${(stderr || stdout).trim().slice(-2000)}`)
}

function verdictOf({ results, summary }: Report, rows: readonly Suppression[]): Verdict {
  const all = results.failed_checks.map(failureOf)
  const planted = all.filter((it) => it.stack === 'canary')
  const found = all.filter((it) => it.stack !== 'canary')
  const counted = rows.map((it) => ({
    ...it,
    failures: found.filter((row) => explains(it, row)).length,
  }))
  return {
    passed: summary.passed,
    failures: found.filter((row) => !rows.some((it) => explains(it, row))),
    suppressed: counted.filter((it) => it.failures > 0),
    idle: rows.filter((_, at) => counted[at]!.failures === 0),
    parseErrors: results.parsing_errors,
    resources: summary.resource_count,
    missed: Object.entries(canaryChecks)
      .filter(([resource, check]) => !planted.some((it) => it.resource === resource && it.check === check))
      .map(([resource, check]) => `${check} at ${resource}`),
  }
}

const failureOf = (row: Row): Failure => ({
  stack: basename(row.file_path, '.json'),
  check: row.check_id,
  title: row.check_name,
  resource: row.resource_address ?? row.resource,
})

const explains = (it: Suppression, row: Failure): boolean =>
  it.check === row.check && (it.of === undefined || it.of.some((part) => row.resource.startsWith(part)))
