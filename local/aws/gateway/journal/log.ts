import { mkdirSync, rmSync, statSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { dropSuperseded, fileName, filesOf, type JournalFile, syncFolder } from './journal-files.ts'
import type { Entry } from './records.ts'
import { type Refused, unwritable } from './refused.ts'
import { diskRoom, hasRoom, probe } from './room.ts'
import { lineOf } from './segment.ts'

interface Waiting {
  readonly entry: Entry
  readonly done: (error?: Error) => void
}
interface Segment {
  readonly number: number
  readonly handle: FileHandle
  length: number
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
  dropEmpty(folder)
  let segment = await newSegment(folder, Math.max(0, ...filesOf(folder).map((file) => file.number)) + 1)
  /** Bytes that count of the files of this process. */
  const lengths = new Map([[segment.number, segment]])
  let waiting: Waiting[] = []
  let writing: Promise<void> | null = null

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

  /** What is to be read now: past an entry that was refused nothing counts. */
  const files = (upTo = Number.POSITIVE_INFINITY): readonly JournalFile[] =>
    filesOf(folder)
      .filter((file) => file.number <= upTo)
      .map((file) => {
        const own = file.kind === 'log' ? lengths.get(file.number) : undefined
        return own ? { ...file, bytes: own.length } : file
      })

  /** Goes on in a new file; gives the number of the one before, which nothing is added to any more. */
  async function roll(): Promise<number> {
    const previous = segment
    segment = await newSegment(folder, previous.number + 1)
    lengths.set(segment.number, segment)
    await settled()
    await previous.handle.close()
    return previous.number
  }

  /**
   * Replaces everything so far by what `fold` makes of it in the file that it is given; whoever dies meanwhile finds
   * the old or the new, whole.
   */
  async function compact(
    fold: (files: readonly JournalFile[], target: string) => Promise<void>,
  ): Promise<void> {
    const last = await roll()
    if (failure) return
    const whole = join(folder, fileName(last, 'base'))
    const draft = `${whole}.tmp`
    try {
      await fold(files(last), draft)
      await rename(draft, whole)
    } catch (error) {
      rmSync(draft, { force: true })
      throw error
    }
    syncFolder(folder)
    dropSuperseded(folder)
  }

  /** Deletes files that nothing was added to since a moment, in milliseconds since 1970. */
  function expire(before: number): void {
    for (const { path, number } of filesOf(folder))
      if (number !== segment.number && statSync(path).mtimeMs < before) rmSync(path)
  }

  return {
    append,
    files,
    settled,
    roll,
    compact,
    expire,
    refusal,
    /** Whether so many bytes more leave room for calls. */
    hasRoom: (bytes: number) => hasRoom(folder, bytes),
    /** MiniStack holds what the journal says, and nothing else. */
    restored() {
      isAhead = false
    },
    /** Bytes of the file that is written, of all logs, and of what the last compaction has made. */
    size() {
      const sizes = filesOf(folder).map(({ path, kind }) => ({ kind, bytes: statSync(path).size }))
      const of = (kind: JournalFile['kind']) =>
        sizes.reduce((sum, it) => sum + (it.kind === kind ? it.bytes : 0), 0)
      return { segment: segment.length, grown: of('log'), base: of('base') }
    },
    close: async () => {
      await settled()
      await segment.handle.close()
    },
  }
}
export type JournalLog = Awaited<ReturnType<typeof journalLog>>

async function newSegment(folder: string, number: number): Promise<Segment> {
  return { number, handle: await open(join(folder, fileName(number, 'log')), 'a', 0o600), length: 0 }
}

/** Every start makes a file, and many a run writes nothing. */
function dropEmpty(folder: string): void {
  for (const { path, kind } of filesOf(folder)) if (kind === 'log' && statSync(path).size === 0) rmSync(path)
}
