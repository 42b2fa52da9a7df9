import { type FileHandle, open } from 'node:fs/promises'
import { timeOf } from './line-time.ts'

/** One line of a log, as CloudWatch has it as an event. */
export interface LogEvent {
  /** Byte at which it begins, and the one after its end. */
  readonly at: number
  readonly end: number
  /** Milliseconds of the epoch; of a line that carries no time, that of the line before it. */
  readonly time: number
  readonly message: string
}

const BLOCK_BYTES = 64 * 1024
const NEWLINE = 10

/** Calls `read` with the log of that path, open. */
export async function withLog<T>(path: string, read: (log: LogFile) => Promise<T>): Promise<T> {
  const log = await openLog(path)
  try {
    return await read(log)
  } finally {
    await log.close()
  }
}

/** A log as it is now: lines that are added later are not in it, nor is one whose end is not written yet. */
export async function openLog(path: string): Promise<LogFile> {
  const handle = await open(path, 'r')
  try {
    const { size, birthtimeMs } = await handle.stat()
    const log = new LogFile(handle, size, Math.floor(birthtimeMs))
    await log.trim()
    return log
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** An open log; places in it are bytes from its beginning. */
export class LogFile {
  /** When the file was made: the time of what stands before the first line that carries one. */
  readonly bornAt: number
  #size: number
  readonly #handle: FileHandle

  constructor(handle: FileHandle, size: number, bornAt: number) {
    this.#handle = handle
    this.#size = size
    this.bornAt = bornAt
  }
  /** Where its last whole line ends. */
  get size(): number {
    return this.#size
  }
  close(): Promise<void> {
    return this.#handle.close()
  }
  /** Leaves out a last line that is not whole. */
  async trim(): Promise<void> {
    const last = await this.#read(Math.max(0, this.#size - 1), this.#size)
    if (last[0] !== NEWLINE) this.#size = await this.startOfLast(1, 0, this.#size)
  }

  /** Events from a line's beginning on. */
  async *events(from: number, to = this.#size): AsyncGenerator<LogEvent> {
    let time = await this.#timeBefore(from)
    for await (const { at, end, message } of this.#lines(from, to)) {
      time = timeOf(message) ?? time
      yield { at, end, time, message }
    }
  }

  /** The event that begins there; null at the end. */
  async eventAt(place: number): Promise<LogEvent | null> {
    for await (const event of this.events(place)) return event
    return null
  }

  /** The beginning of the first event at or after a time; the size where there is none. Times in a log do not fall. */
  async firstAt(time: number): Promise<number> {
    if (time <= this.bornAt) return 0
    let [low, high] = [0, this.#size]
    while (high - low > BLOCK_BYTES) {
      const middle = Math.floor((low + high) / 2)
      const found = await this.#firstDated(middle, high)
      if (found && found.time < time) low = found.at
      else high = middle
    }
    for await (const { at, message } of this.#lines(low, this.#size)) {
      const own = timeOf(message)
      if (own !== null && own >= time) return at
    }
    return this.#size
  }

  /** The beginning of the last `count` lines of a part; of the part where it has fewer. */
  async startOfLast(count: number, from: number, to: number): Promise<number> {
    let left = count
    for (let high = to; high > from; ) {
      const low = Math.max(from, high - BLOCK_BYTES)
      const block = await this.#read(low, high)
      for (let i = block.length - 1; i >= 0; i--) {
        const start = low + i + 1
        if (block[i] === NEWLINE && start < to && --left === 0) return start
      }
      high = low
    }
    return from
  }

  async #timeBefore(place: number): Promise<number> {
    for (let window = BLOCK_BYTES; ; window *= 2) {
      let time: number | null = null
      for await (const { message } of this.#lines(await this.#lineFrom(place - window), place))
        time = timeOf(message) ?? time
      if (time !== null) return time
      if (window >= place) return this.bornAt
    }
  }

  async #firstDated(from: number, to: number): Promise<{ at: number; time: number } | null> {
    for await (const { at, message } of this.#lines(await this.#lineFrom(from), to)) {
      const time = timeOf(message)
      if (time !== null) return { at, time }
    }
    return null
  }

  /** The first beginning of a line from a place on. */
  async #lineFrom(place: number): Promise<number> {
    if (place <= 0) return 0
    for await (const { end } of this.#lines(place - 1, this.#size)) return end
    return this.#size
  }

  async *#lines(from: number, to: number): AsyncGenerator<Omit<LogEvent, 'time'>> {
    let rest = Buffer.alloc(0)
    let at = from
    for (let place = from; place < to; ) {
      const block = await this.#read(place, Math.min(to, place + BLOCK_BYTES))
      if (block.length === 0) return
      place += block.length
      rest = Buffer.concat([rest, block])
      for (let length = rest.indexOf(NEWLINE); length >= 0; length = rest.indexOf(NEWLINE)) {
        const end = at + length + 1
        yield { at, end, message: rest.toString('utf8', 0, length) }
        rest = rest.subarray(length + 1)
        at = end
      }
    }
  }

  async #read(from: number, to: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.#handle.read(Buffer.alloc(to - from), 0, to - from, from)
    return buffer.subarray(0, bytesRead)
  }
}
