import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Request } from '../../loadtests/record.ts'
import { availability, bySecond, percentile } from './requests.ts'

const request = fc.record({
  sentAt: fc.integer({ min: 1_000_000, max: 1_060_000 }),
  journey: fc.constant('browse'),
  step: fc.constant('menu'),
  status: fc.constant(200),
  ms: fc.nat(5000),
  ok: fc.boolean(),
  accepted: fc.constantFrom(null, { subject: 'order', id: 'an-order' }, { subject: 'job', id: 'a-job' }),
}) as fc.Arbitrary<Request>

test('seconds hold every request once, without a gap', () => {
  fc.assert(
    fc.property(fc.array(request, { minLength: 1 }), (requests) => {
      const seconds = bySecond(requests)
      const sum = (of: 'sent' | 'failed') => seconds.reduce((total, it) => total + it[of], 0)
      expect(sum('sent')).toBe(requests.length)
      expect(sum('failed')).toBe(requests.filter((it) => !it.ok).length)
      for (const subject of ['order', 'job']) {
        const counted = seconds.reduce((total, it) => total + (it.accepted[subject] ?? 0), 0)
        expect(counted).toBe(requests.filter((it) => it.accepted?.subject === subject).length)
      }
      for (const [i, it] of seconds.entries()) expect(it.at).toBe(seconds[0]!.at + i * 1000)
    }),
  )
})

test('a percentile is one of the values, with as many at or below it as it says', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1 }), fc.integer({ min: 1, max: 100 }), (values, percent) => {
      const value = percentile(values, percent)
      expect(values).toContain(value)
      const atOrBelow = values.filter((it) => it <= value).length
      expect(atOrBelow / values.length).toBeGreaterThanOrEqual(percent / 100)
    }),
  )
})

test('nothing sent is not the same as everything answered', () => {
  expect(availability([])).toBeNull()
  expect(bySecond([])).toEqual([])
})
