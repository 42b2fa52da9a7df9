import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { fromLine, type Request } from './record.ts'

const CHUNK = 64 * 1024

/** Reads a growing record: each call gives the requests that were added since the last one. */
export function tailOf(file: string): () => Request[] {
  let offset = 0
  let rest = ''
  return () => {
    if (!existsSync(file)) return []
    const { text, bytes } = readFrom(file, offset)
    offset += bytes
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    return lines.map(fromLine).filter((it) => it !== null)
  }
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
