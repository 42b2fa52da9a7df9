import type { ClientBase } from 'pg'
import type { CpuShare } from './cpu-share.ts'
import { runPart } from './run-part.ts'
import type { Part, Statement } from './statement.ts'

/** What no transaction takes, neither Redshift's nor PostgreSQL's. */
const ALONE = /^\s*(?:VACUUM|(?:CREATE|DROP)\s+DATABASE)\b/i

/** A connection that knows its process in the database, and whether a transaction is open on it. */
export type Session = ClientBase & {
  readonly processID: number
  getTransactionStatus(): string | null
}

/** The same connection with what the driver's types leave out. */
export const sessionOf = (client: ClientBase): Session => client as Session

/** Where the SQL of a statement runs. */
export interface Place {
  readonly session: Session
  /** Holds the process of the session to its share of the CPU until the function given back is called. */
  readonly share: CpuShare
  /** True where the session is kept: its transactions are the caller's own. */
  readonly isKept: boolean
  /** A session beside it, which writes results that the caller's transaction must not undo. */
  readonly beside: <T>(work: (session: ClientBase) => Promise<T>) => Promise<T>
  /** Gives each SQL that begins the number that AWS calls its query id. */
  readonly nextQueryId: () => number
}

/** Runs the SQL of a statement as its mode says: as one transaction, or each on its own. Throws the first error. */
export async function execute(place: Place, statement: Statement): Promise<void> {
  if (statement.mode === 'TRANSACTION') return runTogether(place, statement, statement.parts)
  const errors: unknown[] = []
  for (const part of statement.parts)
    await runTogether(place, statement, [part]).catch((error) => errors.push(error))
  if (errors.length > 0) throw errors[0]
}

/** Runs SQL as one transaction, unless it is in one of the caller's; an error of any undoes all. */
async function runTogether(place: Place, statement: Statement, parts: readonly Part[]): Promise<void> {
  const { session } = place
  if (takesNone(place, parts)) {
    for (const part of parts) await timed(place, statement, part, isOpen(session))
    return
  }
  await session.query('BEGIN')
  try {
    for (const part of parts) await timed(place, statement, part, false)
    await session.query('COMMIT')
  } catch (error) {
    await session.query('ROLLBACK')
    throw error
  }
}

const TRANSACTION = /^\s*(?:BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT)\b/i

/** True where no transaction of ours may stand around the SQL: the caller has begun one, or it takes none. */
function takesNone({ isKept, session }: Place, parts: readonly Part[]): boolean {
  if (parts.length === 1 && ALONE.test(parts[0]!.sql)) return true
  return isKept && (isOpen(session) || parts.some(({ sql }) => TRANSACTION.test(sql)))
}

const isOpen = (session: Session) => ['T', 'E'].includes(session.getTransactionStatus() ?? 'I')

async function timed(place: Place, statement: Statement, part: Part, isCallers: boolean): Promise<void> {
  const began = performance.now()
  part.status = 'STARTED'
  part.queryId = place.nextQueryId()
  try {
    await runPart(place, statement, part, isCallers)
    part.status = 'FINISHED'
  } catch (error) {
    part.status = 'FAILED'
    part.error = errorText(error as Error)
    throw error
  } finally {
    part.durationMs = performance.now() - began
    part.updatedAt = Date.now()
  }
}

/** An error as Redshift's clients see it. */
export function errorText(error: Error & { severity?: string; position?: string }): string {
  const at = error.position ? `\n  Position: ${error.position}` : ''
  return `${error.severity ?? 'ERROR'}: ${error.message}${at}`
}
