import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** As much again stands in the file of before. */
const MOST_BYTES = 16 * 1024 * 1024

/** A log file: bounded, and never an error of who writes to it. */
export interface LineFile {
  /** Appends whole lines, or drops and counts them where the disk does not take them. */
  write(text: string): void
  /** Lines that were dropped and not yet told of. */
  dropped(): number
  close(): void
}

/**
 * A file of lines in a folder that may be full: what does not fit is dropped, and `lost` makes the line that tells of it
 * as soon as there is room. A file that has grown to its bound becomes `<file>.1`.
 */
export function lineFile(file: string, lost: (lines: number) => string, mostBytes = MOST_BYTES): LineFile {
  let handle: number | null = null
  let dropped = 0

  function open(): number {
    mkdirSync(dirname(file), { recursive: true })
    handle ??= openSync(file, 'a', 0o600)
    if (fstatSync(handle).size < mostBytes) return handle
    closeSync(handle)
    handle = null
    renameSync(file, `${file}.1`)
    handle = openSync(file, 'a', 0o600)
    return handle
  }

  function append(text: string): void {
    const to = open()
    const before = fstatSync(to).size
    const bytes = Buffer.from(text)
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(to, bytes, at)
    } catch (error) {
      // a part of a line would spoil the next one
      ftruncateSync(to, before)
      throw error
    }
  }

  return {
    write(text) {
      try {
        append(dropped > 0 ? `${lost(dropped)}\n${text}` : text)
        dropped = 0
      } catch {
        dropped += text.split('\n').length - 1
      }
    },
    dropped: () => dropped,
    close() {
      if (handle !== null) closeSync(handle)
      handle = null
    },
  }
}

/** Says in plain text how many lines a full disk has cost. */
export const linesLost = (lines: number): string => `(${lines} lines were lost: the disk took none)`
