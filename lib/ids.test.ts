import fc from 'fast-check'
import { expect, test } from 'vitest'
import { traceId, uuidTime, uuidv7 } from './ids.ts'

const time = fc.integer({ min: 0, max: 2 ** 47 })

test('a UUIDv7 has the form of the RFC and tells its time', () => {
  fc.assert(
    fc.property(time, (ms) => {
      const id = uuidv7(ms)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(uuidTime(id)).toBe(ms)
    }),
  )
})

test('the later of two ids sorts behind', () => {
  fc.assert(
    fc.property(time, time, (a, b) => {
      fc.pre(a < b)
      expect(uuidv7(a) < uuidv7(b)).toBe(true)
    }),
  )
})

test('a trace id has the form of X-Ray', () => {
  expect(traceId(1_700_000_000_000)).toMatch(/^Root=1-6553f100-[0-9a-f]{24}$/)
})
