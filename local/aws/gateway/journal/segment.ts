import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { crc32 } from 'node:zlib'
import type { Entry } from './records.ts'

/** An entry as a line: CRC-32 of the JSON in hexadecimal, a space, the JSON. */
export function lineOf(entry: Entry): string {
  const json = JSON.stringify(entry)
  return `${checksum(json)} ${json}\n`
}

const checksum = (json: string) => crc32(json).toString(16).padStart(8, '0')

function entryOf(line: string): Entry | null {
  const json = line.slice(9)
  return line.slice(0, 8) === checksum(json) ? (JSON.parse(json) as Entry) : null
}

/**
 * Entries of one file in order. A last line that is not whole was never acknowledged (the process died while it
 * wrote) and is passed over where `mayBeTorn`; anything else that is not whole is an error that says how to mend it.
 */
export async function* entriesOf(file: string, mayBeTorn: boolean): AsyncGenerator<Entry> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
  let number = 0
  let broken = 0
  for await (const line of lines) {
    number += 1
    if (broken > 0) throw corrupt(file, broken)
    const entry = entryOf(line)
    if (entry) yield entry
    else broken = number
  }
  if (broken > 0 && !mayBeTorn) throw corrupt(file, broken)
}

const corrupt = (file: string, line: number) =>
  new Error(
    `the journal is damaged: ${file}, line ${line}, does not match its checksum. ` +
      `Either delete that line (sed -i ${line}d ${file}), which loses the one call it holds, ` +
      'or start from nothing with ./cafe reset.',
  )
