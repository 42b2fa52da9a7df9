import { createReadStream } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { JournalFile } from './journal-files.ts'
import type { Entry } from './records.ts'

const NEWLINE = 10
/** CRC-32 in hexadecimal, and a space. */
const HEAD = 9
const CHUNK_BYTES = 1024 * 1024

/**
 * Entries as a line: CRC-32 of the JSON in hexadecimal, a space, the JSON. Those that are written at once are one line,
 * so that all of them are kept or none. Node's readline ends a line at U+2028 and U+2029 as well: they are written as escapes.
 */
export function lineOf(entries: readonly Entry[]): string {
  const json = JSON.stringify(entries).replaceAll(/[\u2028\u2029]/g, (it) =>
    it === '\u2028' ? '\\u2028' : '\\u2029',
  )
  return `${checksum(json)} ${json}\n`
}

const checksum = (json: string | Buffer) => crc32(json).toString(16).padStart(8, '0')

/** Entries of files, in order. */
export async function* entriesOf(files: readonly JournalFile[]): AsyncGenerator<Entry> {
  for (const file of files)
    for await (const lines of linesOf(file))
      for (const line of lines) yield* JSON.parse(String(line)) as Entry[]
}

/**
 * The JSON of a file's lines, many at a time. A last line that is not whole was never acknowledged (the process died
 * while it wrote) and is passed over in a log; anything else that is not whole is an error that says how to mend it.
 */
async function* linesOf({ path, kind, bytes }: JournalFile): AsyncGenerator<readonly Buffer[]> {
  if (bytes === 0) return
  const input = createReadStream(path, { highWaterMark: CHUNK_BYTES, ...(bytes ? { end: bytes - 1 } : {}) })
  let rest: Buffer = Buffer.alloc(0)
  let number = 0
  let broken = 0
  function* whole(text: Buffer): Generator<Buffer> {
    for (let at = 0, end = text.indexOf(NEWLINE); end >= 0; end = text.indexOf(NEWLINE, at)) {
      number += 1
      if (broken > 0) throw damaged(path, broken)
      const line = text.subarray(at, end)
      const json = line.subarray(HEAD)
      if (line.toString('latin1', 0, HEAD - 1) === checksum(json)) yield json
      else broken = number
      at = end + 1
      rest = text.subarray(at)
    }
  }
  for await (const chunk of input as AsyncIterable<Buffer>) {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    yield [...whole(rest)]
  }
  if (broken === 0 && rest.length > 0) broken = number + 1
  if (broken > 0 && kind === 'base') throw damaged(path, broken)
}

/** Says which line of a journal is not whole, and how to go on without it. */
export const damaged = (file: string, line: number): Error =>
  new Error(
    `the journal is damaged: ${file}, line ${line}, does not match its checksum. ` +
      `Either delete that line (sed -i ${line}d ${file}), which loses the calls it holds, ` +
      'or start from nothing with ./cafe reset.',
  )
