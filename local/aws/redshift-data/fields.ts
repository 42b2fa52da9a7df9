import type { FieldDef } from 'pg'

/** One value as the API types it. */
export type Field =
  | { readonly isNull: true }
  | { readonly booleanValue: boolean }
  | { readonly longValue: number }
  | { readonly doubleValue: number }
  | { readonly stringValue: string }

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
}

/** PostgreSQL's type ids → Redshift's type names; others are varchar to Redshift. */
const TYPES: Readonly<Record<number, string>> = {
  16: 'bool',
  20: 'int8',
  21: 'int2',
  23: 'int4',
  700: 'float4',
  701: 'float8',
  1042: 'bpchar',
  1082: 'date',
  1083: 'time',
  1114: 'timestamp',
  1184: 'timestamptz',
  1266: 'timetz',
  1700: 'numeric',
}
const SIGNED = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric'])
/** PostgreSQL keeps a type's length, or precision and scale, in one number, four too large. */
const HEADER = 4

export function columnOf({ name, dataTypeID, dataTypeModifier, dataTypeSize }: FieldDef): Column {
  const typeName = TYPES[dataTypeID] ?? 'varchar'
  const modifier = Math.max(0, dataTypeModifier - HEADER)
  const isNumeric = typeName === 'numeric'
  return {
    name,
    label: name,
    typeName,
    length: dataTypeSize > 0 ? dataTypeSize : isNumeric ? 0 : modifier,
    precision: isNumeric ? modifier >> 16 : modifier,
    scale: isNumeric ? modifier & 0xffff : 0,
    nullable: 1,
    isCaseSensitive: !SIGNED.has(typeName) && typeName !== 'bool',
    isCurrency: false,
    isSigned: SIGNED.has(typeName),
    schemaName: '',
    tableName: '',
  }
}

/** A value that PostgreSQL gave as text. */
export function fieldOf(text: string | null, typeName: string): Field {
  if (text === null) return { isNull: true }
  switch (typeName) {
    case 'bool':
      return { booleanValue: text === 't' }
    case 'int2':
    case 'int4':
    case 'int8':
      return { longValue: Number(text) }
    case 'float4':
    case 'float8':
      return { doubleValue: Number(text) }
    default:
      return { stringValue: text }
  }
}
