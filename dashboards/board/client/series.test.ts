import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Stretch } from '../wire.ts'
import { series } from './series.ts'

const WINDOW = 20
const FIRST = 1_800_000_000
const stretch = (from: number, values: readonly (number | null)[]): Stretch => ({
  from,
  plots: { p: [values] },
})
const empty = () =>
  series({
    windowSeconds: WINDOW,
    plots: [{ id: 'p', title: '', lines: [] }].map((it) => ({
      ...it,
      lines: [{ label: '', unit: 'count', limit: null, rare: false }],
    })),
  })

it('keeps the window, each second by what was told of it last, whatever is told again or left out', () => {
  const steps = fc.array(fc.record({ forward: fc.nat(8), length: fc.integer({ min: 1, max: 6 }) }), {
    minLength: 1,
    maxLength: 30,
  })
  fc.assert(
    fc.property(steps, (list) => {
      const kept = empty()
      const told = new Map<number, number>()
      let [end, serial] = [FIRST, 0]
      kept.add(stretch(FIRST, [serial]))
      told.set(FIRST, serial)
      for (const { forward, length } of list) {
        end += forward
        const values = Array.from({ length }, () => ++serial)
        values.forEach((value, i) => void told.set(end - length + 1 + i, value))
        kept.add(stretch(end - length + 1, values))
      }
      const seconds = kept.seconds()
      expect(seconds.length).toBeLessThanOrEqual(WINDOW)
      expect(seconds.at(-1)).toBe(end)
      expect(kept.lines('p')[0]).toEqual(seconds.map((second) => told.get(second) ?? null))
    }),
  )
})
