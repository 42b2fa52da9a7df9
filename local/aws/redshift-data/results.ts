import type { Client, PoolClient } from 'pg'
import { type Column, columnOf, type Field, fieldOf } from './fields.ts'

/** Schema of results; the API's own listings leave it out. */
export const RESULTS = 'cafe_results'
/** Rows of one page of GetStatementResult. */
const PAGE_ROWS = 1000

export interface Result {
  readonly columns: readonly Column[]
  readonly rows: number
}
export interface Page {
  readonly records: Field[][]
  /** Where the next page begins; null after the last. */
  readonly next: string | null
}
/** Types of results that no column can have: void, record, record[]. */
const NO_COLUMN = new Set([2278, 2249, 2287])
type Session = Client | PoolClient

const tableOf = (id: string) => `${RESULTS}."${id}"`
const named = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`)

/**
 * Runs a query and leaves its rows in a table of the server: no row passes through this process before it is asked
 * for, and a table made within a transaction costs no write-ahead log (`wal_level` minimal).
 */
export async function spoolQuery(session: Session, id: string, query: string): Promise<Result> {
  const { fields } = await session.query(`SELECT * FROM (${query}\n) AS q LIMIT 0`)
  if (fields.length === 0) return { columns: [], rows: 0 }
  const names = named(fields.length)
  const values = names.map((name, index) =>
    NO_COLUMN.has(fields[index]!.dataTypeID) ? `${name}::text` : name,
  )
  const source = `SELECT ${values.join(', ')} FROM (${query}\n) AS q(${names.join(', ')})`
  const { rowCount } = await session.query(`CREATE TABLE ${tableOf(id)} (${names.join(', ')}) AS ${source}`)
  return { columns: fields.map(columnOf), rows: rowCount ?? 0 }
}

/** Keeps the few rows that a command such as SHOW or EXPLAIN gives. */
export async function spoolRows(
  session: Session,
  id: string,
  columns: readonly Column[],
  rows: readonly (readonly (string | null)[])[],
): Promise<void> {
  const names = named(columns.length)
  await session.query(`CREATE TABLE ${tableOf(id)} (${names.map((name) => `${name} text`).join(', ')})`)
  const values = names.map((_, index) => rows.map((row) => row[index] ?? null))
  const lists = names.map((_, index) => `$${index + 1}::text[]`).join(', ')
  await session.query(`INSERT INTO ${tableOf(id)} SELECT * FROM unnest(${lists})`, values)
}

/** One page in the order of the query: rows of a table that was written once lie in that order. */
export async function pageOf(
  session: Session,
  id: string,
  columns: readonly Column[],
  from: string | null,
): Promise<Page> {
  const { rows } = await session.query<(string | null)[]>({
    text: `SELECT ctid, ${named(columns.length).join(', ')} FROM ${tableOf(id)} WHERE ctid > $1::tid LIMIT ${PAGE_ROWS}`,
    values: [from ?? '(0,0)'],
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  })
  const records = rows.map((row) =>
    columns.map(({ typeName }, index) => fieldOf(row[index + 1] ?? null, typeName)),
  )
  return { records, next: rows.length === PAGE_ROWS ? rows.at(-1)![0]! : null }
}

export const dropResult = (session: Session, id: string) =>
  session.query(`DROP TABLE IF EXISTS ${tableOf(id)}`)

/** Bytes on disk. */
export async function sizeOf(session: Session, id: string): Promise<number> {
  const { rows } = await session.query<{ size: string }>('SELECT pg_relation_size($1::regclass) AS size', [
    tableOf(id),
  ])
  return Number(rows[0]?.size ?? 0)
}
