import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { crc32 } from 'node:zlib'
import type { Entry } from './records.ts'

/**
 * Entries as a line: CRC-32 of the JSON in hexadecimal, a space, the JSON. Those that are written at once are one line,
 * so that all of them are kept or none.
 */
export function lineOf(entries: readonly Entry[]): string {
  const json = JSON.stringify(entries)
  return `${checksum(json)} ${json}\n`
}

const checksum = (json: string) => crc32(json).toString(16).padStart(8, '0')

function entriesIn(line: string): readonly Entry[] | null {
  const json = line.slice(9)
  if (line.slice(0, 8) !== checksum(json)) return null
  const parsed = JSON.parse(json) as Entry | readonly Entry[]
  // journals of before had one entry a line
  return Array.isArray(parsed) ? parsed : [parsed as Entry]
}

/**
 * Entries of one file in order. A last line that is not whole was never acknowledged (the process died while it
 * wrote) and is passed over where `mayBeTorn`; anything else that is not whole is an error that says how to mend it. What is
 * past `bytes` was refused.
 */
export async function* entriesOf(
  file: string,
  mayBeTorn: boolean,
  bytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<Entry> {
  if (bytes === 0) return
  const input = createReadStream(file, { end: bytes - 1 })
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  let number = 0
  let broken = 0
  for await (const line of lines) {
    number += 1
    if (broken > 0) throw corrupt(file, broken)
    const entries = entriesIn(line)
    if (entries) yield* entries
    else broken = number
  }
  if (broken > 0 && !mayBeTorn) throw corrupt(file, broken)
}

const corrupt = (file: string, line: number) =>
  new Error(
    `the journal is damaged: ${file}, line ${line}, does not match its checksum. ` +
      `Either delete that line (sed -i ${line}d ${file}), which loses the calls it holds, ` +
      'or start from nothing with ./cafe reset.',
  )
