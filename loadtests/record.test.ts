import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromLine, toLine } from './record.ts'

const word = fc.stringMatching(/^[a-z0-9-]{1,30}$/)
const request = fc.record({
  sentAt: fc.nat(),
  journey: word,
  step: word,
  status: fc.integer({ min: 0, max: 599 }),
  ms: fc.nat(60_000),
  ok: fc.boolean(),
  order: fc.oneof(fc.constant(''), word),
})

test('a request comes back from its line as it went in', () => {
  fc.assert(
    fc.property(request, (it) => {
      expect(fromLine(toLine(it))).toEqual(it)
    }),
  )
})

test('a line that is no request is told apart', () => {
  expect(fromLine('')).toBeNull()
  expect(fromLine('time="…" level=warning msg="Insufficient VUs"')).toBeNull()
})
