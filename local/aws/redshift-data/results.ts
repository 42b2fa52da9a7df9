import type { ClientBase } from 'pg'
import { type Column, columnsOf } from './columns.ts'
import { asText } from './types.ts'

/** Schema of results; the API's own listings leave it out. */
export const RESULTS = 'cafe_results'
/** Rows and bytes of one page of a result. */
const PAGE_ROWS = 1000
const PAGE_BYTES = 1024 * 1024

export interface Result {
  readonly columns: readonly Column[]
  readonly rows: number
}
/** A row as text, which every value is kept as. */
export type Row = readonly (string | null)[]
export interface Page {
  readonly rows: readonly Row[]
  /** Where the next page begins; null after the last. */
  readonly next: string | null
}

const tableOf = (id: string) => `${RESULTS}."${id}"`
const named = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`)
/** Values as the database wrote them. */
export const AS_TEXT = { getTypeParser: () => (text: string) => text }

/** A query whose values are text, with the columns that it has; no columns where it gives none. */
export async function textQuery(session: ClientBase, query: string) {
  const { fields } = await session.query(`SELECT * FROM (${query}\n) AS q LIMIT 0`)
  const columns = await columnsOf(session, fields)
  const names = named(fields.length)
  const values = names.map(
    (name, index) => `${asText(name, fields[index]!.dataTypeID, columns[index]!.typeName)} AS ${name}`,
  )
  return { columns, sql: `SELECT ${values.join(', ')} FROM (${query}\n) AS q(${names.join(', ')})` }
}

/**
 * Runs a query and leaves its rows in a table of the server: no row passes through this process before it is asked
 * for, and a table made within a transaction costs no write-ahead log (`wal_level` minimal).
 */
export async function spoolQuery(session: ClientBase, id: string, query: string): Promise<Result> {
  const { columns, sql } = await textQuery(session, query)
  if (columns.length === 0) return { columns, rows: 0 }
  const { rowCount } = await session.query(`CREATE TABLE ${tableOf(id)} AS ${sql}`)
  return { columns, rows: rowCount ?? 0 }
}

/** Makes the table of a result that `addRows` fills. */
export const openResult = (session: ClientBase, id: string, columns: readonly Column[]) =>
  session.query(
    `CREATE TABLE ${tableOf(id)} (${named(columns.length)
      .map((name) => `${name} text`)
      .join(', ')})`,
  )

export async function addRows(session: ClientBase, id: string, rows: readonly Row[]): Promise<void> {
  const names = named(rows[0]?.length ?? 0)
  if (names.length === 0) return
  const values = names.map((_, index) => rows.map((row) => row[index] ?? null))
  const lists = names.map((_, index) => `$${index + 1}::text[]`).join(', ')
  await session.query(`INSERT INTO ${tableOf(id)} SELECT * FROM unnest(${lists})`, values)
}

/** One page in the order of the query: rows of a table that was written once lie in that order. */
export async function pageOf(
  session: ClientBase,
  part: {
    readonly id: string
    readonly columns: readonly Column[]
    readonly rows: number
    readonly size: number
  },
  from: string | null,
): Promise<Page> {
  const perRow = Math.max(1, part.size / Math.max(1, part.rows))
  const most = Math.max(1, Math.min(PAGE_ROWS, Math.floor(PAGE_BYTES / perRow)))
  const { rows } = await session.query<(string | null)[]>({
    text: `SELECT ctid, ${named(part.columns.length).join(', ')} FROM ${tableOf(part.id)} WHERE ctid > $1::tid LIMIT ${most + 1}`,
    values: [from ?? '(0,0)'],
    rowMode: 'array',
    types: AS_TEXT,
  })
  // one row more was asked for, so that no empty page follows the last row
  const page = rows.slice(0, most)
  return { rows: page.map(([, ...row]) => row), next: rows.length > most ? page.at(-1)![0]! : null }
}

export const dropResult = (session: ClientBase, id: string) =>
  session.query(`DROP TABLE IF EXISTS ${tableOf(id)}`)

/** Bytes of a result, and of its largest row. */
export async function sizeOf(
  session: ClientBase,
  { id, columns }: { id: string; columns: readonly Column[] },
) {
  const bytes = named(columns.length).map((name) => `coalesce(octet_length(${name}), 0)`)
  const { rows } = await session.query<{ all: string; widest: string }>(
    `SELECT coalesce(sum(bytes), 0) AS all, coalesce(max(bytes), 0) AS widest
     FROM (SELECT ${bytes.join(' + ')} AS bytes FROM ${tableOf(id)}) AS r`,
  )
  return { all: Number(rows[0]!.all), widest: Number(rows[0]!.widest) }
}

/** https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-troubleshooting.html */
const MOST_BYTES = 500 * 1024 * 1024
const WIDEST_ROW = 64 * 1024

/** Refuses a result that is larger than the API takes. */
export function checkSize({ all, widest }: { readonly all: number; readonly widest: number }): void {
  if (widest > WIDEST_ROW)
    throw new Error(
      `Packet for query is too large: a row has ${widest} bytes, and ${WIDEST_ROW} is the limit.`,
    )
  if (all > MOST_BYTES)
    throw new Error(
      `Database response exceeded size limit: the result has ${all} bytes, and ${MOST_BYTES} is the limit.`,
    )
}
