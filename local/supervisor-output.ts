import { type LineFile, lineFile, linesLost } from './line-file.ts'

/**
 * Sends what this process prints to a log file. Node's own stream ends for good with the first write that a full disk
 * refuses, and its error would end the process.
 */
export function outputTo(file: string): void {
  const log = lineFile(file, linesLost)
  for (const stream of [process.stdout, process.stderr]) stream.write = writerTo(log)
}

const writerTo = (log: LineFile): typeof process.stdout.write => {
  return (chunk: string | Uint8Array, ...rest: unknown[]) => {
    log.write(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())
    const done = rest.at(-1)
    if (typeof done === 'function') done()
    return true
  }
}
