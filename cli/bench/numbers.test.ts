import fc from 'fast-check'
import { expect, test } from 'vitest'
import { median, spread } from './numbers.ts'

test('as many values lie below the median as above it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
      const middle = median(values)!
      const below = values.filter((it) => it < middle).length
      const above = values.filter((it) => it > middle).length
      expect(below).toBeLessThanOrEqual(values.length / 2)
      expect(above).toBeLessThanOrEqual(values.length / 2)
    }),
  )
  expect([median([]), median([1, 9]), median([9, 1, 2])]).toEqual([null, 5, 2])
})

test('a spread names count and range', () => {
  expect([spread([]), spread([2, 1.25])]).toEqual(['n = 0', 'n = 2, 1.3 to 2.0'])
})
