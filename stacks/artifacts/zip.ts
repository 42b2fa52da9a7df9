import { crc32, deflateRawSync } from 'node:zlib'

/** A file of an archive. */
export interface Entry {
  /** Its path within, with slashes. */
  readonly path: string
  readonly data: Buffer
}

/** First of January 1980, midnight: the earliest moment that a zip can name, and the same for every file. */
const DATE = 0x21
const TIME = 0
const DEFLATE = 8
const VERSION = 20
const MADE_ON_UNIX = (3 << 8) | VERSION
/** A regular file that everyone may read: Lambda's own user is neither its owner nor of its group. */
const ATTRIBUTES = 0o100644 * 2 ** 16

/** A zip of the files, in the order of their paths; no time, no user and no machine is in it. */
export function zip(entries: readonly Entry[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of [...entries].sort((one, other) => (one.path < other.path ? -1 : 1))) {
    const { name, common, packed } = packedOf(entry)
    const file = Buffer.concat([bytes([4, 0x04034b50]), common, name, packed])
    const central = [bytes([4, 0x02014b50], [2, MADE_ON_UNIX]), common]
    const rest = bytes([2, 0], [2, 0], [2, 0], [4, ATTRIBUTES], [4, offset])
    directory.push(...central, rest, name)
    files.push(file)
    offset += file.length
  }
  const list = Buffer.concat(directory)
  const count = files.length
  const end = bytes(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, list.length],
    [4, offset],
    [2, 0],
  )
  return Buffer.concat([...files, list, end])
}

/** What stands of a file before its bytes and in the directory alike, and the bytes. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
function packedOf({ path, data }: Entry) {
  const name = Buffer.from(path)
  const packed = deflateRawSync(data)
  const sizes = bytes([4, crc32(data)], [4, packed.length], [4, data.length], [2, name.length], [2, 0])
  return {
    name,
    packed,
    common: Buffer.concat([bytes([2, VERSION], [2, 0], [2, DEFLATE], [2, TIME], [2, DATE]), sizes]),
  }
}

/** Numbers in the little-endian order of the format, each with its size in bytes. */
function bytes(...fields: readonly (readonly [size: number, value: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([size, value]) => {
      const field = Buffer.alloc(size)
      field.writeUIntLE(value, 0, size)
      return field
    }),
  )
}
