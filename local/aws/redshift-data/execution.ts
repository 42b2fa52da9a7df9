import type { PoolClient } from 'pg'
import type { CpuShare } from './cpu-share.ts'
import { lackingWord, toPostgres } from './dialect.ts'
import { columnOf } from './fields.ts'
import { withParameters } from './parameters.ts'
import { sizeOf, spoolQuery, spoolRows } from './results.ts'
import type { Part, Statement } from './statement.ts'
import { firstWord, sqlOf } from './tokens.ts'

/** What returns rows that can be written to a table as they come. */
const QUERIES = new Set(['SELECT', 'VALUES', 'TABLE'])

/** What no transaction takes, neither Redshift's nor PostgreSQL's. */
const ALONE = /^\s*(?:VACUUM|(?:CREATE|DROP)\s+DATABASE)\b/i

/** Runs all SQL of a statement as one transaction, its queries within their share; an error of any undoes all. Throws the first one. */
export async function execute(session: PoolClient, statement: Statement, share: CpuShare): Promise<void> {
  const [only, ...others] = statement.parts
  if (only && others.length === 0 && ALONE.test(only.sql))
    return timed(only, () => runCommand(session, only, only.sql))
  await session.query('BEGIN')
  try {
    for (const part of statement.parts) await timed(part, () => runPart(session, statement, part, share))
    await session.query('COMMIT')
  } catch (error) {
    await session.query('ROLLBACK')
    throw error
  }
}

async function timed(part: Part, work: () => Promise<void>): Promise<void> {
  const began = performance.now()
  part.status = 'STARTED'
  try {
    await work()
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

async function runPart(
  session: PoolClient,
  statement: Statement,
  part: Part,
  share: CpuShare,
): Promise<void> {
  const bound = withParameters(part.sql, statement.parameters)
  const lacking = lackingWord(bound)
  if (lacking) throw new Error(lacking)
  const tokens = toPostgres(bound)
  const sql = sqlOf(tokens).trim().replace(/;\s*$/, '')
  const first = firstWord(tokens)
  if (QUERIES.has(first) || (first === 'WITH' && (await isQuery(session, sql)))) {
    const leave = share.enter(statement.pid)
    const { columns, rows } = await spoolQuery(session, part.id, sql).finally(leave)
    part.columns = columns
    part.rows = rows
    if (columns.length > 0) part.size = await sizeOf(session, part.id)
  } else await runCommand(session, part, sql)
}

/** WITH can stand before an INSERT, UPDATE or DELETE too, which no subquery takes. */
async function isQuery(session: PoolClient, sql: string): Promise<boolean> {
  await session.query('SAVEPOINT probe')
  try {
    await session.query(`SELECT * FROM (${sql}\n) AS q LIMIT 0`)
    return true
  } catch {
    return false
  } finally {
    await session.query('ROLLBACK TO SAVEPOINT probe')
  }
}

async function runCommand(session: PoolClient, part: Part, sql: string): Promise<void> {
  // by the extended protocol, which takes one command and no more, as the API does
  const { rows, fields, rowCount } = await session.query<(string | null)[]>({
    text: sql,
    values: [],
    queryMode: 'extended',
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  } as never)
  part.rows = rowCount ?? 0
  if (fields.length === 0) return
  part.columns = fields.map(columnOf)
  await spoolRows(session, part.id, part.columns, rows)
  part.size = await sizeOf(session, part.id)
}

/** An error as Redshift's clients see it. */
export function errorText(error: Error & { position?: string }): string {
  const at = error.position ? `\n  Position: ${error.position}` : ''
  return `ERROR: ${error.message}${at}`
}
