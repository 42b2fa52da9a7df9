import { Encoder } from 'cbor-x'
import { malformed } from './error.ts'

/** Levels of lists and maps within each other; the deepest that AWS takes are DynamoDB's 32 maps, two levels each. */
const MOST_LEVELS = 100
const TOO_DEEP = `the body has more than ${MOST_LEVELS} levels of nesting`
/**
 * Maps as plain objects, and no types of cbor-x's own: no SDK sends any. The SDK's decoder is not for bytes of
 * strangers: a decimal of ten bytes makes it write a quarter of a gigabyte of zeros.
 */
const codec = new Encoder({ useRecords: false, mapsAsObjects: true, tagUint8Array: false })

/** What a text in JSON says; throws MalformedInput where it is none, or one that is nested without end. */
export const readJson = (text: string | Buffer): unknown =>
  text.length === 0 ? {} : read('JSON', () => JSON.parse(text.toString()))

/** What bytes in CBOR say; throws MalformedInput where they say nothing, or something that is nested without end. */
export const readCbor = (bytes: Uint8Array): unknown =>
  bytes.length === 0 ? {} : read('CBOR', () => codec.decode(bytes))

function read(format: string, parse: () => unknown): unknown {
  let it: unknown
  try {
    it = parse()
  } catch (error) {
    // a decoder that calls itself for each level has run out of stack
    if (error instanceof RangeError && error.message.includes('call stack')) throw malformed(TOO_DEEP)
    throw malformed(`the body is not ${format}: ${(error as Error).message}`)
  }
  if (!isShallow(it, MOST_LEVELS)) throw malformed(TOO_DEEP)
  return it
}

/** True where what is in lists and maps is not nested more deeply: all that walks it may then call itself. */
function isShallow(it: unknown, levels: number): boolean {
  if (it === null || typeof it !== 'object' || ArrayBuffer.isView(it)) return true
  return levels > 0 && Object.values(it).every((one) => isShallow(one, levels - 1))
}
