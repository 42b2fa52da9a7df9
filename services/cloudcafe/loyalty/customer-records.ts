import { constants, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { numbers } from '../../../lib/stress/numbers.ts'

/** What the hourly batch knows of a customer: the number, points at the start of the year, cents spent in each month. */
export interface CustomerRecord {
  readonly number: number
  readonly points: number
  readonly spentCents: readonly number[]
}

const MONTHS = 12
const MOST_CENTS = 60_000
const MOST_POINTS = 3_000
const NUMBER = 0
const POINTS = 4
const SPENT = 8
const RECORD = SPENT + 2 * MONTHS

/** Part of the extract of all customers that the batch works on, in a file of its own. */
export interface CustomerRecords {
  /** Writes so many of the records that are not there yet; false where all are. */
  readonly seed: (count: number) => boolean
  /** So many records, or fewer at the end; after the last comes the first again. */
  readonly next: (count: number) => readonly CustomerRecord[]
}

/**
 * The customers from `from` to before `to`, on disk below `folder`. A record follows from its number, and they are
 * written in order: another copy that writes the same file writes the same bytes, and what is there is whole.
 */
export function customerRecords(folder: string, from: number, to: number): CustomerRecords {
  const file = openSync(join(folder, `customers-${from}-${to}.records`), constants.O_RDWR | constants.O_CREAT)
  const total = to - from
  let written = 0
  let at = 0
  return {
    seed(count) {
      if (written < total) written = Math.max(written, Math.floor(fstatSync(file).size / RECORD))
      if (written >= total) return false
      const records = Math.min(count, total - written)
      writeSync(file, encoded(from + written, records), 0, records * RECORD, written * RECORD)
      written += records
      return true
    },
    next(count) {
      const records = Math.min(count, total - at)
      const bytes = Buffer.allocUnsafe(records * RECORD)
      readSync(file, bytes, 0, bytes.length, at * RECORD)
      at = (at + records) % total
      return Array.from({ length: records }, (_, i) => decoded(bytes, i * RECORD))
    },
  }
}

function encoded(first: number, count: number): Buffer {
  const bytes = Buffer.allocUnsafe(count * RECORD)
  for (let i = 0; i < count; i += 1) {
    const at = i * RECORD
    const random = numbers(first + i)
    bytes.writeUInt32LE(first + i, at + NUMBER)
    bytes.writeUInt32LE(Math.floor(random() ** 3 * MOST_POINTS), at + POINTS)
    for (let month = 0; month < MONTHS; month += 1)
      bytes.writeUInt16LE(Math.floor(random() ** 2 * MOST_CENTS), at + SPENT + 2 * month)
  }
  return bytes
}

const decoded = (bytes: Buffer, at: number): CustomerRecord => ({
  number: bytes.readUInt32LE(at + NUMBER),
  points: bytes.readUInt32LE(at + POINTS),
  spentCents: Array.from({ length: MONTHS }, (_, month) => bytes.readUInt16LE(at + SPENT + 2 * month)),
})
