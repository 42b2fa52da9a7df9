import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RETENTION_SECONDS, Series } from './series.ts'
import { aggregates, statistic, values } from './statistic.ts'

const START = 1_800_000_000
/** Values that a sum of doubles adds without a rest, in any order. */
const value = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((it) => it / 64)
const put = fc.record({ second: fc.nat(120), value, count: fc.integer({ min: 1, max: 5 }) })
const puts = fc.array(put, { minLength: 1, maxLength: 300 })
const stat = (name: string) => statistic(name)!

function seriesOf(list: readonly { second: number; value: number; count: number }[]) {
  const series = new Series()
  for (const it of list) series.add(START + it.second, it.value, it.count)
  return series
}

describe('a series', () => {
  test('aggregates what was put, in any order, as a plain list does', () => {
    fc.assert(
      fc.property(puts, fc.constantFrom(1, 5, 10, 30, 60), (list, period) => {
        const grid = { start: START, period, length: Math.ceil(121 / period) }
        const found = aggregates(seriesOf(list), grid, false)
        for (let at = 0; at < grid.length; at++) {
          const inside = list.filter((it) => Math.floor(it.second / period) === at)
          const all = inside.flatMap((it) => new Array<number>(it.count).fill(it.value))
          if (all.length === 0) expect(found[at]).toBeUndefined()
          else
            expect(found[at]).toMatchObject({
              count: all.length,
              sum: all.reduce((sum, it) => sum + it, 0),
              min: Math.min(...all),
              max: Math.max(...all),
            })
        }
      }),
    )
  })

  test('gives the nearest-rank percentile within half a percent', () => {
    fc.assert(
      fc.property(puts, fc.integer({ min: 1, max: 100 }), (list, percent) => {
        const all = list.flatMap((it) => new Array<number>(it.count).fill(it.value)).sort((a, b) => a - b)
        const exact = all[Math.max(0, Math.ceil((percent / 100) * all.length) - 1)]!
        const [found] = values(seriesOf(list), { start: START, period: 121, length: 1 }, stat(`p${percent}`))
        expect(Math.abs(found! - exact)).toBeLessThanOrEqual(Math.abs(exact) * 0.005 + 1e-12)
      }),
    )
  })

  test('a finer grid adds up to the coarser one', () => {
    fc.assert(
      fc.property(puts, (list) => {
        const series = seriesOf(list)
        const fine = values(series, { start: START, period: 10, length: 18 }, stat('Sum'))
        const coarse = values(series, { start: START, period: 60, length: 3 }, stat('Sum'))
        const added = coarse.map((_, at) => fine.slice(at * 6, at * 6 + 6).filter((it) => !Number.isNaN(it)))
        expect(added.map((it) => (it.length === 0 ? Number.NaN : it.reduce((a, b) => a + b)))).toEqual(coarse)
      }),
    )
  })

  test('knows no percentile of a statistic set, unless its values are one', () => {
    const grid = { start: START, period: 60, length: 1 }
    const unknown = new Series()
    unknown.add(START, 3)
    unknown.addSet(START + 1, { count: 4, sum: 10, min: 1, max: 5 })
    expect(values(unknown, grid, stat('p50'))).toEqual([Number.NaN])
    expect(values(unknown, grid, stat('Average'))).toEqual([13 / 5])
    const known = new Series()
    known.addSet(START, { count: 4, sum: 8, min: 2, max: 2 })
    expect(values(known, grid, stat('p50'))).toEqual([2])
  })

  test('keeps three hours and not much more', () => {
    const series = new Series()
    const seconds = RETENTION_SECONDS * 4
    for (let second = 0; second < seconds; second++) series.add(START + second, second)
    const last = { start: START + seconds - RETENTION_SECONDS, period: 1, length: RETENTION_SECONDS }
    expect(values(series, last, stat('SampleCount')).every((count) => count === 1)).toBe(true)
    const before = values(series, { start: START, period: seconds, length: 1 }, stat('SampleCount'))
    expect(before[0]).toBeLessThan(RETENTION_SECONDS * 2)
  })
})
