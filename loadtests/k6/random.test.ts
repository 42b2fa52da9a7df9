import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomOf, zipfOf } from './random.ts'

test('the same seed gives the same numbers, from 0 to below 1', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const [one, two] = [randomOf(seed), randomOf(seed)]
      for (let i = 0; i < 20; i++) {
        const value = one()
        expect(value).toBe(two())
        expect(value >= 0 && value < 1).toBe(true)
      }
    }),
  )
})

test('a draw by Zipf stays in its bounds and takes the first more often than the last', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 500 }), fc.integer(), (count, seed) => {
      const [draw, random] = [zipfOf(count, 1), randomOf(seed)]
      const drawn = Array.from({ length: 2000 }, () => draw(random))
      expect(drawn.every((n) => n >= 0 && n < count)).toBe(true)
      const times = (n: number) => drawn.filter((it) => it === n).length
      expect(times(0)).toBeGreaterThan(times(count - 1))
    }),
  )
})
