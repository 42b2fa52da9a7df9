import { type FileHandle, statfs } from 'node:fs/promises'
import { type Refused, unwritable } from './refused.ts'

/** Calls are refused before the disk is full to the last byte: those under way still get their place. */
const RESERVE_BYTES = 8 * 1024 * 1024
const ASK_EVERY_MS = 250
/** What a file that has failed must take before it is trusted again. */
const PROBE = Buffer.alloc(64 * 1024)

/** Whether the disk of a folder has room for more calls; asked anew every quarter of a second. */
export function diskRoom(folder: string) {
  let asked = Number.NEGATIVE_INFINITY
  let lacking: Refused | null = null
  return async function lack(): Promise<Refused | null> {
    if (performance.now() - asked < ASK_EVERY_MS) return lacking
    asked = performance.now()
    const { bavail, bsize, blocks } = await statfs(folder)
    const free = bavail * bsize
    // some network file systems do not tell
    const isFull = blocks > 0 && free < RESERVE_BYTES
    lacking = isFull ? unwritable(folder, new Error(`${free} bytes are left on its disk`)) : null
    return lacking
  }
}

/** Tries a file that could not be written: resolves when it ends where it should and has taken a write. */
export async function probe(handle: FileHandle, length: number): Promise<void> {
  await handle.truncate(length)
  await handle.appendFile(PROBE)
  await handle.datasync()
  await handle.truncate(length)
  await handle.datasync()
}
