import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entry } from './records.ts'
import { type Refused, unwritable } from './refused.ts'
import { diskRoom, probe } from './room.ts'
import { entriesOf, lineOf } from './segment.ts'

/** What entries amount to, as fewer entries. */
export interface Fold {
  apply(entry: Entry): void
  entries(): Iterable<Entry>
}

interface Waiting {
  readonly entry: Entry
  readonly done: (error?: Error) => void
}

/** A file that has failed is tried again at most so often. */
const PROBE_EVERY_MS = 250

/**
 * The journal's files in a folder: `<n>.log` is appended to, `<n>.base` stands for every log up to n. An entry is
 * acknowledged when it is on disk; one line and one fdatasync serve all entries that came while the one before was
 * under way. After a write that failed nothing is taken, and `onFailure` is told: MiniStack has what the journal lacks.
 * It takes entries again when MiniStack was restored from it (`restored`) and the disk takes a write.
 */
export async function journalLog(folder: string, onFailure: (why: Refused) => void = () => undefined) {
  mkdirSync(folder, { recursive: true })
  dropSuperseded(folder)
  let number = Math.max(0, ...filesOf(folder).map((file) => file.number)) + 1
  let segment = await newSegment(folder, number)
  let waiting: Waiting[] = []
  let writing: Promise<void> | null = null
  let baseBytes = 0

  const lack = diskRoom(folder)
  let failure: Refused | null = null
  let isAhead = false
  let probed = Number.NEGATIVE_INFINITY

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const error = await written(batch.map(({ entry }) => entry))
      for (const { done } of batch) done(error)
    }
    writing = null
  }

  async function written(entries: readonly Entry[]): Promise<Refused | undefined> {
    if (failure) return failure
    const to = segment
    const bytes = Buffer.from(lineOf(entries))
    try {
      // unlike `write`, it does not end with a part where the disk is nearly full
      await to.handle.appendFile(bytes)
      await to.handle.datasync()
      to.length += bytes.length
      return undefined
    } catch (error) {
      failure = unwritable(folder, error as Error)
      isAhead = true
      onFailure(failure)
      // a part of a line in the middle of the file would be damage
      await to.handle.truncate(to.length).catch(() => undefined)
      return failure
    }
  }

  /** Why a call that changes something must not begin now; null where it may. */
  async function refusal(): Promise<Refused | null> {
    if (failure && !isAhead && performance.now() - probed > PROBE_EVERY_MS) {
      probed = performance.now()
      const { handle, length } = segment
      await probe(handle, length).then(
        () => {
          failure = null
        },
        (error: Error) => {
          failure = unwritable(folder, error)
        },
      )
    }
    return failure ?? lack()
  }

  /** Resolves when the entry is on disk. */
  const append = (entry: Entry) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ entry, done: (error) => (error ? reject(error) : resolve()) })
      writing ??= write()
    })
  const settled = async () => {
    while (writing) await writing
  }

  async function* read(upTo = number): AsyncGenerator<Entry> {
    const files = filesOf(folder).filter((file) => file.number <= upTo)
    for (const file of files) {
      const own = file.kind === 'log' && file.number === number ? segment.length : undefined
      yield* entriesOf(join(folder, file.name), file.kind === 'log', own)
    }
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
    refusal,
    /** MiniStack holds what the journal says, and nothing else. */
    restored() {
      isAhead = false
    },
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
    lines.push(lineOf([entry]))
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
