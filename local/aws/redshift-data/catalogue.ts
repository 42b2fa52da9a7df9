import type { Pool } from 'pg'
import { type Column, columnOf, type Described } from './columns.ts'
import { RESULTS } from './results.ts'

const HIDDEN = ['pg_toast', RESULTS]

export async function databasesOf(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT datname AS name FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1",
  )
  return rows.map(({ name }) => name)
}

/** Schemas by LIKE pattern; those of temporary tables belong to their sessions. */
export async function schemasOf(pool: Pool, pattern = '%'): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace
     WHERE nspname LIKE $1 AND nspname <> ALL($2) AND nspname !~ '^pg_(toast_)?temp_' ORDER BY 1`,
    [pattern, HIDDEN],
  )
  return rows.map(({ name }) => name)
}

/** Tables and views by LIKE patterns, those of the system last. */
export async function tablesOf(pool: Pool, schema = '%', table = '%') {
  const { rows } = await pool.query<{ name: string; schema: string; type: string }>(
    `SELECT c.relname AS name, n.nspname AS schema, concat(CASE WHEN s.system THEN 'SYSTEM ' END,
       CASE WHEN c.relkind IN ('v', 'm') THEN 'VIEW' ELSE 'TABLE' END) AS type
     FROM ${TABLES} WHERE ${SEEN} AND n.nspname LIKE $2 AND c.relname LIKE $3
     ORDER BY s.system, 2, 1`,
    [HIDDEN, schema, table],
  )
  return rows
}

/** Columns of the tables of that name, or of all, in the schema of that name, or in all. */
export async function columnsOfTables(pool: Pool, schema?: string, table?: string): Promise<Column[]> {
  const { rows } = await pool.query<Described>(
    `SELECT a.attname AS name, a.atttypid AS type, a.atttypmod AS modifier, t.typcategory::text AS category,
       n.nspname AS schema, c.relname AS table, a.attnotnull AS "notNull",
       pg_get_expr(d.adbin, d.adrelid) AS default
     FROM ${TABLES}
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       JOIN pg_type t ON t.oid = a.atttypid
       LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE ${SEEN} AND ($2::text IS NULL OR n.nspname = $2) AND ($3::text IS NULL OR c.relname = $3)
     ORDER BY s.system, n.nspname, c.relname, a.attnum`,
    [HIDDEN, schema ?? null, table ?? null],
  )
  return rows.map((row) => columnOf({ ...row, default: row.default ?? undefined }))
}

const TABLES = `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL (SELECT n.nspname IN ('pg_catalog', 'information_schema') AS system) s`
const SEEN = `c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> ALL($1) AND n.nspname !~ '^pg_(toast_)?temp_'`
