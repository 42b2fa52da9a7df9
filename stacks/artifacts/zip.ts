import { type AsyncZippableFile, zipSync } from 'fflate'

/** A file of an archive. */
export interface Entry {
  /** Its path within, with slashes. */
  readonly path: string
  readonly data: Buffer
}

/** The earliest moment that a zip can name, in whichever zone it is packed. */
const mtime = new Date(1980, 0, 1)
const UNIX = 3
/** A regular file that everyone may read: Lambda's own user is neither its owner nor of its group. */
const attrs = 0o100644 << 16

/** A zip of the files, in the order of their paths; no time, no user and no machine is in it. */
export function zip(entries: readonly Entry[]): Buffer {
  const sorted = [...entries].sort((one, other) => (one.path < other.path ? -1 : 1))
  const files = sorted.map(({ path, data }): [string, AsyncZippableFile] => [
    path,
    [data, { mtime, attrs, os: UNIX }],
  ])
  return Buffer.from(zipSync(Object.fromEntries(files)))
}
