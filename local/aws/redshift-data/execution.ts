import { runPart } from './run-part.ts'
import type { Session, SqlContext } from './sql-context.ts'
import type { Statement, SubStatement } from './statement.ts'

/** What no transaction takes, neither Redshift's nor PostgreSQL's. */
const ALONE = /^\s*(?:VACUUM|(?:CREATE|DROP)\s+DATABASE)\b/i

/** Runs the SQL of a statement as its mode says: as one transaction, or each on its own. Throws the first error. */
export async function execute(context: SqlContext, statement: Statement): Promise<void> {
  if (statement.mode === 'TRANSACTION') return runTogether(context, statement, statement.parts)
  const errors: unknown[] = []
  for (const part of statement.parts)
    await runTogether(context, statement, [part]).catch((error) => errors.push(error))
  if (errors.length > 0) throw errors[0]
}

/** Runs SQL as one transaction, unless it is in one of the caller's; an error of any undoes all. */
async function runTogether(
  context: SqlContext,
  statement: Statement,
  parts: readonly SubStatement[],
): Promise<void> {
  const { session } = context
  if (takesNone(context, parts)) {
    for (const part of parts) await timed(context, statement, part, isOpen(session))
    return
  }
  await session.query('BEGIN')
  try {
    for (const part of parts) await timed(context, statement, part, false)
    await session.query('COMMIT')
  } catch (error) {
    await session.query('ROLLBACK')
    throw error
  }
}

const TRANSACTION = /^\s*(?:BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT)\b/i

/** True where no transaction of ours may stand around the SQL: the caller has begun one, or it takes none. */
function takesNone({ isKept, session }: SqlContext, parts: readonly SubStatement[]): boolean {
  if (parts.length === 1 && ALONE.test(parts[0]!.sql)) return true
  return isKept && (isOpen(session) || parts.some(({ sql }) => TRANSACTION.test(sql)))
}

const isOpen = (session: Session) => ['T', 'E'].includes(session.getTransactionStatus() ?? 'I')

async function timed(
  context: SqlContext,
  statement: Statement,
  part: SubStatement,
  isCallers: boolean,
): Promise<void> {
  const began = performance.now()
  part.status = 'STARTED'
  part.queryId = context.nextQueryId()
  try {
    await runPart(context, statement, part, isCallers)
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
