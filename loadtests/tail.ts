import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { fromLine, isBroken, type Request } from './record.ts'

const CHUNK = 64 * 1024

/** A record that grows. */
export interface Tail {
  /** The requests that were added since the last call. */
  readonly read: () => Request[]
  /** Lines so far that should hold a request and do not, the last one included where it has no end. */
  readonly unreadable: () => number
}

export function tailOf(file: string): Tail {
  let offset = 0
  let rest = ''
  let broken = 0
  const read = () => {
    if (!existsSync(file)) return []
    const { text, bytes } = readFrom(file, offset)
    offset += bytes
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    broken += lines.filter(isBroken).length
    return lines.map(fromLine).filter((it) => it !== null)
  }
  return { read, unreadable: () => broken + (rest === '' ? 0 : 1) }
}

function readFrom(file: string, offset: number) {
  const handle = openSync(file, 'r')
  const chunk = Buffer.alloc(CHUNK)
  let text = ''
  let bytes = 0
  try {
    for (;;) {
      const read = readSync(handle, chunk, 0, CHUNK, offset + bytes)
      if (read === 0) return { text, bytes }
      text += chunk.toString('latin1', 0, read)
      bytes += read
    }
  } finally {
    closeSync(handle)
  }
}
