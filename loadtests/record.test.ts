import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromLine, isBroken, toLine } from './record.ts'

const word = fc.stringMatching(/^[a-z0-9-]{1,30}$/)
const request = fc.record({
  sentAt: fc.nat(),
  journey: word,
  step: word,
  status: fc.integer({ min: 0, max: 599 }),
  ms: fc.nat(60_000),
  ok: fc.boolean(),
  accepted: fc.option(fc.record({ subject: word, id: fc.string({ minLength: 1, unit: 'grapheme' }) })),
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

const line = 'request 1700000000000 order-coffee order 201 15 1 order an-order'
test.each([
  ['cut off', line.slice(0, 30)],
  ['cut off before its id', line.slice(0, line.lastIndexOf(' '))],
  ['run into another', `${line}${line}`],
  ['of nonsense values', line.replace('201', 'NaN')],
  ['without the id of what was accepted', line.replace('an-order', '')],
  ['of an id that nobody wrote so', line.replace('an-order', '%')],
  ['of a nonsense mark', line.replace(' 1 order', ' yes order')],
])('a line that is %s is no request, and told to be broken', (_, text) => {
  expect(fromLine(text)).toBeNull()
  expect(isBroken(text)).toBe(true)
  expect(isBroken(line)).toBe(false)
})
