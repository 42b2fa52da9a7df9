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
    const why = new Error(`less than ${RESERVE_BYTES} bytes are left on its disk`)
    lacking = (await hasRoom(folder, 0)) ? null : unwritable(folder, why)
    return lacking
  }
}

/** Whether a folder's disk takes so many bytes, and calls beside them. */
export async function hasRoom(folder: string, bytes: number): Promise<boolean> {
  const { bavail, bsize, blocks } = await statfs(folder)
  // some network file systems do not tell
  return blocks === 0 || bavail * bsize >= RESERVE_BYTES + bytes
}

/** Tries a file that could not be written: resolves when it ends where it should and has taken a write. */
export async function probe(handle: FileHandle, length: number): Promise<void> {
  await handle.truncate(length)
  await handle.appendFile(PROBE)
  await handle.datasync()
  await handle.truncate(length)
  await handle.datasync()
}
