/** A type as Redshift's driver describes it. */
export interface RedshiftType {
  readonly typeName: string
  /** Bytes of a value; characters for text. */
  readonly length: number
  readonly precision: number
  readonly scale: number
}

const plain = (typeName: string, length: number, precision: number, scale = 0): RedshiftType => ({
  typeName,
  length,
  precision,
  scale,
})

/** The longest text that Redshift keeps. */
const LONGEST = 65_535
const VARCHAR = plain('varchar', LONGEST, LONGEST)
/** Semi-structured data: arrays, rows and JSON are of this one type in Redshift. */
const SUPER = plain('super', LONGEST, LONGEST)
const SUPER_CATEGORIES = new Set(['A', 'C'])

/** PostgreSQL's type ids → Redshift's types; all others are text to Redshift. */
const TYPES: ReadonlyMap<number, RedshiftType> = new Map([
  [16, plain('bool', 1, 1)],
  [17, plain('varbyte', LONGEST, LONGEST)],
  [18, plain('char', 1, 1)],
  [19, plain('name', 64, 64)],
  [20, plain('int8', 8, 19)],
  [21, plain('int2', 2, 5)],
  [23, plain('int4', 4, 10)],
  [26, plain('oid', 4, 10)],
  [114, SUPER],
  [700, plain('float4', 4, 8, 8)],
  [701, plain('float8', 8, 17, 17)],
  [1042, plain('bpchar', LONGEST, LONGEST)],
  [1082, plain('date', 4, 13)],
  [1083, plain('time', 8, 15, 6)],
  [1114, plain('timestamp', 8, 29, 6)],
  [1184, plain('timestamptz', 8, 35, 6)],
  [1186, plain('interval', 16, 49)],
  [1266, plain('timetz', 12, 21, 6)],
  [1700, plain('numeric', 0, 0)],
  [2249, SUPER],
  [2287, SUPER],
  [3802, SUPER],
])
/** PostgreSQL keeps a type's length, or precision and scale, in one number, four too large. */
const HEADER = 4

/** Redshift's name and measures for a type of PostgreSQL. */
export function typeOf(id: number, category: string, modifier: number): RedshiftType {
  const type = TYPES.get(id) ?? (SUPER_CATEGORIES.has(category) ? SUPER : VARCHAR)
  const given = modifier - HEADER
  if (given < 0) return type
  if (type.typeName === 'numeric') return plain('numeric', 0, given >> 16, given & 0xffff)
  return type.typeName === 'varchar' || type.typeName === 'bpchar' ? plain(type.typeName, given, given) : type
}

/** Types that cannot be a table's column and have no text as JSON: what a procedure without a value gives. */
const VOID = 2278
const BPCHAR = 1042
const BYTES = 17

/** An expression that gives a value of that type as the text in which results are kept. */
export function asText(name: string, id: number, typeName: string): string {
  if (id === VOID) return `${name}::text`
  if (id === BYTES) return `translate(encode(${name}, 'base64'), E'\\n', '')`
  // a cast would strip the blanks that fill a CHAR
  if (id === BPCHAR) return `textin(bpcharout(${name}))`
  return typeName === 'super' ? `to_json(${name})::text` : `${name}::text`
}
