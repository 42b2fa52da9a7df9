/** One value as the API types it; a number is written as the text that it came as. */
export type Field =
  | { readonly isNull: true }
  | { readonly booleanValue: boolean }
  | { readonly longValue: unknown }
  | { readonly doubleValue: unknown }
  | { readonly stringValue: string }
  | { readonly blobValue: Buffer }

/** JSON has no number for these; AWS writes them as text. */
const NO_NUMBER = new Set(['NaN', 'Infinity', '-Infinity'])

/** A value that the database gave as text. */
export function fieldOf(text: string | null, typeName: string): Field {
  if (text === null) return { isNull: true }
  switch (typeName) {
    case 'bool':
      return { booleanValue: isTrue(text) }
    case 'int2':
    case 'int4':
    case 'int8':
    case 'oid':
      return { longValue: exact(text) }
    case 'float4':
    case 'float8':
      return { doubleValue: NO_NUMBER.has(text) ? text : exact(text) }
    case 'varbyte':
      return { blobValue: Buffer.from(text, 'base64') }
    default:
      return { stringValue: text }
  }
}

/** A command such as SHOW gives `t`, a result that was kept gives `true`. */
const isTrue = (text: string) => text === 't' || text === 'true'

/** A number for JSON, digit for digit: a number of JavaScript is exact up to 2^53 only. */
const exact = (text: string): unknown => (JSON as unknown as RawJson).rawJSON(text)

/** Part of ECMAScript that the compiler's library does not know yet. */
interface RawJson {
  rawJSON(text: string): unknown
}

/** One row as a line of CSV, where NULL is nothing and an empty text is two quotes. */
export const csvLine = (row: readonly (string | null)[]): string => `${row.map(csvValue).join(',')}\r\n`

function csvValue(text: string | null): string {
  if (text === null) return ''
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
