import type { Pool } from 'pg'
import { RESULTS } from './results.ts'

const HIDDEN = ['pg_toast', RESULTS]

export async function databasesOf(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT datname AS name FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1",
  )
  return rows.map(({ name }) => name)
}

/** Schemas by LIKE pattern. */
export async function schemasOf(pool: Pool, pattern = '%'): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE $1 AND nspname <> ALL($2) ORDER BY 1',
    [pattern, HIDDEN],
  )
  return rows.map(({ name }) => name)
}

/** Tables and views by LIKE patterns; without a pattern for schemas, the system's own are left out. */
export async function tablesOf(pool: Pool, schema: string | undefined, table = '%') {
  const { rows } = await pool.query<{ name: string; schema: string; type: string }>(
    `SELECT table_name AS name, table_schema AS schema,
       CASE table_type WHEN 'VIEW' THEN 'VIEW' ELSE 'TABLE' END AS type
     FROM information_schema.tables
     WHERE table_schema LIKE coalesce($1, '%') AND table_name LIKE $2 AND table_schema <> ALL($3)
       AND ($1 IS NOT NULL OR table_schema NOT IN ('pg_catalog', 'information_schema'))
     ORDER BY 2, 1`,
    [schema ?? null, table, HIDDEN],
  )
  return rows
}

/** Columns of a table in order; empty where there is no such table. */
export async function columnsOf(pool: Pool, schema: string, table: string) {
  const { rows } = await pool.query<{
    name: string
    typeName: string
    length: number
    precision: number
    scale: number
    nullable: number
    columnDefault: string | null
  }>(
    `SELECT column_name AS name, udt_name AS "typeName", coalesce(character_maximum_length, 0) AS length,
       coalesce(numeric_precision, 0) AS precision, coalesce(numeric_scale, 0) AS scale,
       CASE is_nullable WHEN 'YES' THEN 1 ELSE 0 END AS nullable, column_default AS "columnDefault"
     FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position`,
    [schema, table],
  )
  return rows.map((row) => ({ ...row, label: row.name, schemaName: schema, tableName: table }))
}
