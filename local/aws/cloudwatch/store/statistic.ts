import { addTo, type Distribution, mergeInto, percentile, type Spread } from './distribution.ts'
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

/** What all values of one period come to; `spread` is null where a percentile cannot be told or was not wanted. */
export interface Aggregate extends StatisticSet {
  readonly spread: Distribution | null
}
/** A statistic; a percentile needs the spread of an aggregate. */
export interface Statistic {
  readonly isPercentile: boolean
  /** NaN where the aggregate does not tell. */
  readonly of: (it: Aggregate) => number
}

/** A statistic by its AWS name (`Sum`, `p99`), or null where there is none of that name. */
export function statistic(name: string): Statistic | null {
  if (Object.hasOwn(SIMPLE, name)) return { isPercentile: false, of: SIMPLE[name as SimpleStatistic] }
  const percent = PERCENTILE.exec(name)?.[1]
  if (percent === undefined) return null
  const of = ({ spread, min, max }: Aggregate) =>
    spread === null ? Number.NaN : Math.min(max, Math.max(min, percentile(spread, Number(percent))))
  return { isPercentile: true, of }
}

/** All values of a metric by period; undefined where none were put. */
export function aggregates(
  series: Series | undefined,
  grid: Grid,
  withSpread: boolean,
): (Aggregate | undefined)[] {
  const periods = new Array<Aggregate | undefined>(grid.length).fill(undefined)
  series?.visit(grid.start, grid.start + grid.period * grid.length, (second, row, spread) => {
    const at = Math.floor((second - grid.start) / grid.period)
    const before = periods[at] ?? { ...EMPTY, spread: withSpread ? new Map() : null }
    periods[at] = combine(before, row, before.spread && withRow(before.spread, row, spread))
  })
  return periods
}
const EMPTY: StatisticSet = {
  count: 0,
  sum: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
}

const combine = (to: Aggregate, row: StatisticSet, spread: Distribution | null): Aggregate => ({
  count: to.count + row.count,
  sum: to.sum + row.sum,
  min: Math.min(to.min, row.min),
  max: Math.max(to.max, row.max),
  spread,
})

function withRow(into: Distribution, row: StatisticSet, spread: Spread | undefined): Distribution | null {
  if (spread === null) return null
  if (spread !== undefined) return mergeInto(into, spread)
  addTo(into, row.min, row.count)
  return into
}

/** One statistic of a metric by period; NaN where it has no value. */
export function values(series: Series | undefined, grid: Grid, { isPercentile, of }: Statistic): number[] {
  return aggregates(series, grid, isPercentile).map((it) => (it ? of(it) : Number.NaN))
}
