import type { ClientBase } from 'pg'
import { columnsOf } from './columns.ts'
import { lackingWord, toPostgres } from './dialect.ts'
import { withParameters } from './parameters.ts'
import {
  AS_TEXT,
  addRows,
  checkSize,
  openResult,
  type Row,
  sizeOf,
  spoolQuery,
  textQuery,
} from './results.ts'
import type { SqlContext } from './sql-context.ts'
import type { Statement, SubStatement } from './statement.ts'
import { firstWord, isSeveral, sqlOf, type Token, tokensOf } from './tokens.ts'

/** What returns rows that can be written to a table as they come. */
const QUERIES = new Set(['SELECT', 'VALUES', 'TABLE'])

/**
 * Runs one SQL text and keeps its result. In a transaction that the caller has begun, the result is written beside it:
 * the transaction may be read-only, and its rollback must not take the result along.
 */
export async function runPart(
  context: SqlContext,
  { parameters, pid }: Statement,
  part: SubStatement,
  isCallers: boolean,
) {
  const sql = textOf(toPostgres(checked(withParameters(part.sql, parameters))))
  if (await isQuery(context.session, sql)) {
    const leave = context.share.enter(pid)
    await (isCallers ? copyQuery(context, part, sql) : keepQuery(context.session, part, sql)).finally(leave)
  } else await runCommand(context, part, sql, isCallers)
}

function checked(tokens: readonly Token[]): readonly Token[] {
  if (isSeveral(tokens)) throw new Error('cannot insert multiple commands into a prepared statement')
  const lacking = lackingWord(tokens)
  if (lacking) throw new Error(lacking)
  return tokens
}

const textOf = (tokens: readonly Token[]) =>
  sqlOf(tokens.filter(({ text, kind }) => kind !== 'mark' || text !== ';')).trim()

/** WITH can stand before an INSERT, UPDATE or DELETE too, which no subquery takes. */
async function isQuery(session: ClientBase, sql: string): Promise<boolean> {
  const first = firstWord(tokensOf(sql))
  if (first !== 'WITH') return QUERIES.has(first)
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

async function keepQuery(session: ClientBase, part: SubStatement, sql: string): Promise<void> {
  const { columns, rows } = await spoolQuery(session, part.id, sql)
  part.columns = columns
  part.rows = rows
  await measure(session, part)
}

/** Rows that a cursor gives at a time. */
const AT_ONCE = 1000

/** Copies the rows of a query into a result that another session writes. */
async function copyQuery({ session, beside }: SqlContext, part: SubStatement, sql: string): Promise<void> {
  const query = await textQuery(session, sql)
  part.columns = query.columns
  part.rows = 0
  if (part.columns.length === 0) return
  await session.query(`DECLARE cafe_rows NO SCROLL CURSOR FOR ${query.sql}`)
  await beside(async (writer) => {
    await openResult(writer, part.id, part.columns)
    for (;;) {
      const rows = await rowsOf(session, `FETCH ${AT_ONCE} FROM cafe_rows`)
      await addRows(writer, part.id, rows.rows)
      part.rows += rows.rows.length
      if (rows.rows.length < AT_ONCE) break
    }
    await measure(writer, part)
  })
  await session.query('CLOSE cafe_rows')
}

async function runCommand(
  context: SqlContext,
  part: SubStatement,
  sql: string,
  isCallers: boolean,
): Promise<void> {
  const { session } = context
  const { rows, fields, rowCount } = await rowsOf(session, sql)
  part.rows = rowCount ?? 0
  if (fields.length === 0) {
    part.size = 0
    return
  }
  part.columns = await columnsOf(session, fields)
  const keep = async (writer: ClientBase) => {
    await openResult(writer, part.id, part.columns)
    await addRows(writer, part.id, rows)
    await measure(writer, part)
  }
  await (isCallers ? context.beside(keep) : keep(session))
}

/** By the extended protocol, which takes one command and no more, as the API does. */
const rowsOf = (session: ClientBase, text: string) =>
  session.query<(string | null)[] & Row>({
    text,
    values: [],
    queryMode: 'extended',
    rowMode: 'array',
    types: AS_TEXT,
  } as never)

async function measure(session: ClientBase, part: SubStatement): Promise<void> {
  if (part.columns.length === 0) return
  const size = await sizeOf(session, part)
  checkSize(size)
  part.size = size.all
}
