import { type Distribution, mergeInto, percentile } from './distribution.ts'
import type { Series, StatisticSet } from './series.ts'

const SIMPLE = {
  SampleCount: (it: StatisticSet) => it.count,
  Sum: (it: StatisticSet) => it.sum,
  Average: (it: StatisticSet) => it.sum / it.count,
  Minimum: (it: StatisticSet) => it.min,
  Maximum: (it: StatisticSet) => it.max,
}
export type SimpleStatistic = keyof typeof SIMPLE
export const simpleStatistics = Object.keys(SIMPLE) as SimpleStatistic[]

const PERCENTILE = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/

/** Consecutive periods of time: seconds of the epoch, seconds, and how many. */
export interface Grid {
  readonly start: number
  readonly period: number
  readonly length: number
}

/** What all values of one period come to; `spread` is null where a percentile cannot be told. */
export interface Aggregate extends StatisticSet {
  readonly spread: Distribution | null
}

/** A statistic by its AWS name (`Sum`, `p99`), or null where there is none of that name. */
export function statistic(name: string): ((it: Aggregate) => number) | null {
  if (name in SIMPLE) return SIMPLE[name as SimpleStatistic]
  const percent = PERCENTILE.exec(name)?.[1]
  if (percent === undefined) return null
  return ({ spread, min, max }) =>
    spread === null ? Number.NaN : Math.min(max, Math.max(min, percentile(spread, Number(percent))))
}

/** All values of a metric by period; undefined where none were put. */
export function aggregates(series: Series | undefined, grid: Grid): (Aggregate | undefined)[] {
  const periods = new Array<Aggregate | undefined>(grid.length).fill(undefined)
  series?.visit(grid.start, grid.start + grid.period * grid.length, (second, row, spread) => {
    const at = Math.floor((second - grid.start) / grid.period)
    periods[at] = combine(periods[at], row, spread)
  })
  return periods
}

function combine(to: Aggregate | undefined, row: StatisticSet, spread: Distribution | null): Aggregate {
  if (!to) return { ...row, spread: spread && new Map(spread) }
  if (to.spread && spread) mergeInto(to.spread, spread)
  return {
    count: to.count + row.count,
    sum: to.sum + row.sum,
    min: Math.min(to.min, row.min),
    max: Math.max(to.max, row.max),
    spread: spread && to.spread,
  }
}

/** One statistic of a metric by period; NaN where it has no value. */
export function values(series: Series | undefined, grid: Grid, of: (it: Aggregate) => number): number[] {
  return aggregates(series, grid).map((it) => (it ? of(it) : Number.NaN))
}
