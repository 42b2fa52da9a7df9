import { Encoder } from 'cbor-x'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AwsError } from './error.ts'
import { readCbor, readJson } from './read.ts'

const LEVELS = 100
const { encode } = new Encoder({ useRecords: false })
const refusal = (read: () => unknown): string => {
  try {
    return `read: ${typeof read()}`
  } catch (error) {
    expect(error).toBeInstanceOf(AwsError)
    expect(error).toMatchObject({ status: 400, shape: 'SerializationException' })
    return (error as AwsError).message
  }
}

test('as many levels of JSON and CBOR as AWS has are read, and one more is refused', () => {
  const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown
  expect(readJson(JSON.stringify(nested(LEVELS)))).toEqual(nested(LEVELS))
  expect(readCbor(encode(nested(LEVELS)))).toEqual(nested(LEVELS))
  const message = `the body has more than ${LEVELS} levels of nesting`
  expect(refusal(() => readJson(JSON.stringify(nested(LEVELS + 1))))).toBe(message)
  expect(refusal(() => readCbor(encode(nested(LEVELS + 1))))).toBe(message)
})

test('nesting that is deeper than any stack is refused', () => {
  expect(refusal(() => readJson('{"a":'.repeat(300_000)))).toContain('is not JSON')
  expect(refusal(() => readJson('['.repeat(300_000) + ']'.repeat(300_000)))).toContain('levels of nesting')
  // lists of one element each, and maps of one key each
  for (const level of [[0x81], [0xa1, 0x61, 0x61]])
    expect(refusal(() => readCbor(Buffer.from(Array(300_000).fill(level).flat())))).toMatch(/not CBOR|levels/)
})

test('whatever the bytes are, they are read or refused as the client’s fault', () =>
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void refusal(() => readCbor(bytes)))))

test('names of the prototype do not reach it', () => {
  const read = readJson('{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}') as object
  expect([Object.keys(read), Object.hasOwn({}, 'x')]).toEqual([['__proto__', 'constructor'], false])
  const names = new Map(['__proto__', 'constructor', 'toString'].map((name) => [name, { x: 1 }]))
  readCbor(new Encoder({ useRecords: false, mapsAsObjects: false }).encode(names))
  expect('x' in {}).toBe(false)
})
