import { createReadStream, existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** What the provider keeps of a charge: one line of the ledger. */
export interface Charge {
  readonly charge_id: string
  readonly order_id: string
  readonly customer_id: string
  readonly amount_cents: number
  readonly status: 'succeeded' | 'declined'
  readonly reason: string | null
  readonly at: string
  readonly idempotency_key: string
}

/** An append-only file of charges; a charge that was appended survives kill -9. */
export interface Ledger {
  /** Resolves when the line is on disk; lines of the same few milliseconds share one fsync. */
  append(charge: Charge): Promise<void>
  /** All lines that are on disk now, as NDJSON. */
  read(): Readable
  close(): Promise<void>
}

interface Waiting {
  readonly line: string
  readonly done: PromiseWithResolvers<void>
}

/** Opens the ledger; `each` is told every charge in it. A last line that a crash cut off is taken away. */
export async function openLedger(path: string, each: (charge: Charge) => void): Promise<Ledger> {
  await mkdir(dirname(path), { recursive: true })
  const before = existsSync(path) ? (await stat(path)).size : 0
  let size = before > 0 ? await replay(path, each) : 0
  const file = await open(path, before > 0 ? 'r+' : 'w+')
  await file.truncate(size)
  if (size > before) await file.write('\n', size - 1)
  let waiting: Waiting[] = []
  let committing: Promise<void> | null = null

  async function commit(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      await write(file, size, group).then(
        (bytes) => {
          size += bytes
          for (const it of group) it.done.resolve()
        },
        (error: unknown) => {
          for (const it of group) it.done.reject(error)
        },
      )
    }
    committing = null
  }
  return {
    append(charge) {
      const done = Promise.withResolvers<void>()
      waiting.push({ line: `${JSON.stringify(charge)}\n`, done })
      committing ??= commit()
      return done.promise
    },
    read: () => createReadStream(path, { start: 0, end: Math.max(0, size - 1) }),
    async close() {
      await committing
      await file.close()
    },
  }
}

async function write(file: FileHandle, at: number, group: readonly Waiting[]): Promise<number> {
  const bytes = Buffer.from(group.map((it) => it.line).join(''))
  try {
    // where the disk is nearly full, one write is a part
    for (let done = 0; done < bytes.length; )
      done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten
    await file.datasync()
    return bytes.length
  } catch (error) {
    // what nobody was told of is no charge, and a part of a line would be damage
    await file.truncate(at)
    throw error
  }
}

/** Bytes of whole lines; one more than the file has where only the last line's end is missing. */
async function replay(path: string, each: (charge: Charge) => void): Promise<number> {
  let [size, lines, torn] = [0, 0, false]
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (torn)
      throw new Error(`${path}: line ${lines} is no charge, and lines follow it: mend or move the file`)
    const charge = parse(line)
    lines += 1
    torn = charge === null
    if (charge === null) continue
    each(charge)
    size += Buffer.byteLength(line) + 1
  }
  return size
}

function parse(line: string): Charge | null {
  try {
    return JSON.parse(line) as Charge
  } catch {
    return null
  }
}
