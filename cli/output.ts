let told = false

/** stdout carries the result, stderr the progress. */
export function result(text: string): void {
  told = true
  process.stdout.write(`${text}\n`)
}
export const progress = (text: string): void => void process.stderr.write(`${text}\n`)
export const resultJson = (value: unknown): void => result(JSON.stringify(value, null, 2))
/** Whether the command has told a result: then stdout is complete. */
export const hasResult = (): boolean => told

/** Rows as a table in plain text; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map(String))
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)))
  const right = head.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'))
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (right[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd()
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n')
}
