import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entry } from './records.ts'
import { entriesOf, lineOf } from './segment.ts'

/** What entries amount to, as fewer entries. */
export interface Fold {
  apply(entry: Entry): void
  entries(): Iterable<Entry>
}

interface Waiting {
  readonly line: string
  readonly done: (error?: Error) => void
}

/**
 * The journal's files in a folder: `<n>.log` is appended to, `<n>.base` stands for every log up to n. An entry is
 * acknowledged when it is on disk; one fdatasync serves all entries that came while the one before was under way.
 */
export async function journalLog(folder: string) {
  mkdirSync(folder, { recursive: true })
  dropSuperseded(folder)
  let number = Math.max(0, ...filesOf(folder).map((file) => file.number)) + 1
  let segment = await newSegment(folder, number)
  let waiting: Waiting[] = []
  let writing: Promise<void> | null = null
  let baseBytes = 0

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const to = segment
      const bytes = Buffer.from(batch.map(({ line }) => line).join(''))
      try {
        // unlike `write`, it does not end with a part where the disk is nearly full
        await to.handle.appendFile(bytes)
        await to.handle.datasync()
        to.length += bytes.length
        for (const { done } of batch) done()
      } catch (error) {
        // a part of a line in the middle of the file would be damage
        await to.handle.truncate(to.length).catch(() => undefined)
        for (const { done } of batch) done(unwritable(folder, error as Error))
      }
    }
    writing = null
  }

  /** Resolves when the entry is on disk. */
  const append = (entry: Entry) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ line: lineOf(entry), done: (error) => (error ? reject(error) : resolve()) })
      writing ??= write()
    })
  const settled = async () => {
    while (writing) await writing
  }

  async function* read(upTo = number): AsyncGenerator<Entry> {
    const files = filesOf(folder).filter((file) => file.number <= upTo)
    for (const file of files) yield* entriesOf(join(folder, file.name), file.kind === 'log')
  }

  /** Replaces everything so far by what it amounts to; whoever dies meanwhile finds the old or the new, whole. */
  async function compact(fold: Fold): Promise<void> {
    const last = number
    const previous = segment
    number += 1
    segment = await newSegment(folder, number)
    await settled()
    await previous.handle.close()
    for await (const entry of read(last)) fold.apply(entry)
    const whole = join(folder, name(last, 'base'))
    await writeAll(`${whole}.tmp`, fold.entries())
    await rename(`${whole}.tmp`, whole)
    syncFolder(folder)
    dropSuperseded(folder)
    baseBytes = statSync(whole).size
  }

  return {
    append,
    read,
    settled,
    compact,
    /** Bytes since the last compaction, and bytes that it wrote. */
    size: () => ({ grown: segment.length, base: baseBytes }),
    close: async () => {
      await settled()
      await segment.handle.close()
    },
  }
}
export type JournalLog = Awaited<ReturnType<typeof journalLog>>

interface File {
  readonly name: string
  readonly number: number
  readonly kind: 'base' | 'log'
}
async function newSegment(folder: string, number: number): Promise<{ handle: FileHandle; length: number }> {
  return { handle: await open(join(folder, name(number, 'log')), 'a'), length: 0 }
}
const name = (number: number, kind: File['kind']) => `${String(number).padStart(8, '0')}.${kind}`

function filesOf(folder: string): File[] {
  const files = readdirSync(folder).flatMap((file) => {
    const [, number, kind] = /^(\d{8})\.(base|log)$/.exec(file) ?? []
    return number ? [{ name: file, number: Number(number), kind: kind as File['kind'] }] : []
  })
  return files.sort((a, b) => a.number - b.number || (a.kind === 'log' ? -1 : 1))
}

function dropSuperseded(folder: string) {
  const files = filesOf(folder)
  const base = files.findLast((file) => file.kind === 'base')
  const old = files.filter((file) => base && file !== base && file.number <= base.number)
  for (const file of old) rmSync(join(folder, file.name))
  for (const file of readdirSync(folder)) if (file.endsWith('.tmp')) rmSync(join(folder, file))
}

async function writeAll(file: string, entries: Iterable<Entry>) {
  const handle = await open(file, 'w')
  let lines: string[] = []
  for (const entry of entries) {
    lines.push(lineOf(entry))
    if (lines.length === 500) {
      await handle.appendFile(lines.join(''))
      lines = []
    }
  }
  await handle.appendFile(lines.join(''))
  await handle.sync()
  await handle.close()
}

/** A rename is on disk only when its folder is. */
function syncFolder(folder: string) {
  const descriptor = openSync(folder, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

const unwritable = (folder: string, error: Error) =>
  new Error(
    `the journal in ${folder} cannot be written: ${error.message}. Free disk space, then repeat the call.`,
  )
