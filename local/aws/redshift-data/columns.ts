import type { ClientBase, FieldDef } from 'pg'
import { typeOf } from './types.ts'

/** A column of a result, as ColumnMetadata shows it. */
export interface Column {
  readonly name: string
  readonly label: string
  readonly typeName: string
  readonly length: number
  readonly precision: number
  readonly scale: number
  readonly nullable: number
  readonly isCaseSensitive: boolean
  readonly isCurrency: boolean
  readonly isSigned: boolean
  readonly schemaName: string
  readonly tableName: string
  readonly columnDefault?: string
}

/** What the database says about a column. */
export interface Described {
  readonly name: string
  readonly type: number
  readonly modifier: number
  /** `A` for an array and `C` for a composite, as in pg_type. */
  readonly category: string
  readonly schema?: string | undefined
  readonly table?: string | undefined
  readonly notNull?: boolean | undefined
  readonly default?: string | undefined
}

const NUMBERS = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric'])
const CASED = new Set(['varchar', 'bpchar', 'char', 'name', 'super'])

export function columnOf(it: Described): Column {
  const { typeName, length, precision, scale } = typeOf(it.type, it.category, it.modifier)
  return {
    name: it.name,
    label: it.name,
    typeName,
    length,
    precision,
    scale,
    nullable: it.notNull ? 0 : 1,
    isCaseSensitive: CASED.has(typeName),
    isCurrency: false,
    isSigned: NUMBERS.has(typeName),
    schemaName: it.schema ?? '',
    tableName: it.table ?? '',
    ...(it.default === undefined ? {} : { columnDefault: it.default }),
  }
}

/** The columns of a result, with the tables that they come from. */
export async function columnsOf(session: ClientBase, fields: readonly FieldDef[]): Promise<Column[]> {
  const { rows } = await session.query<Origin>(ORIGINS, [
    fields.map(({ dataTypeID }) => dataTypeID),
    fields.map(({ tableID }) => tableID),
    fields.map(({ columnID }) => columnID),
  ])
  return fields.map(({ name, dataTypeID, dataTypeModifier }, index) =>
    columnOf({ ...rows[index]!, name, type: dataTypeID, modifier: dataTypeModifier }),
  )
}

type Origin = Pick<Described, 'category' | 'schema' | 'table' | 'notNull'>
const ORIGINS = `
  SELECT coalesce(t.typcategory, 'U')::text AS category, n.nspname AS schema, c.relname AS table, a.attnotnull AS "notNull"
  FROM unnest($1::oid[], $2::oid[], $3::int[]) WITH ORDINALITY AS f(type, rel, att, place)
    LEFT JOIN pg_catalog.pg_type t ON t.oid = f.type
    LEFT JOIN pg_catalog.pg_class c ON c.oid = f.rel
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = f.rel AND a.attnum = f.att AND f.att > 0
  ORDER BY f.place`
