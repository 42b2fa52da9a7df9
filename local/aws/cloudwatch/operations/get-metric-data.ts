import { isLines, type Line } from '../math/value.ts'
import { metricQueries } from '../metric-queries.ts'
import type { MetricStore } from '../store/metrics.ts'
import type { Grid } from '../store/statistic.ts'
import { errors } from '../wire/errors.ts'
import type { Input, Output } from './inputs.ts'
import { gridOf, offsetOf, rangeOf, tokenOf } from './paging.ts'

const MOST_DATAPOINTS = 100_800

/** GetMetricData: statistics and metric math, page by page. */
export function getMetricData(input: Input<'GetMetricData'>, store: MetricStore): Output {
  const range = rangeOf(input)
  const queries = metricQueries(input.MetricDataQueries)
  const ascending = input.ScanBy === 'TimestampAscending'
  const results = input.MetricDataQueries.filter((it) => it.ReturnData !== false).flatMap(({ Id }) => {
    const grid = gridOf(range, queries.period(Id))
    checkLength(grid)
    const lines = queries.run(Id, grid, store)
    return (isLines(lines) ? lines : [lines]).map((it) => ({
      Id,
      Label: it.label,
      points: pointsOf(it, grid, ascending),
    }))
  })
  return dataPage(results, input.NextToken, input.MaxDatapoints ?? MOST_DATAPOINTS)
}

interface Point {
  readonly second: number
  readonly value: number
}
interface DataResult {
  readonly Id: string
  readonly Label: string
  readonly points: readonly Point[]
}

/** Cuts the results, laid end to end, at the greatest number of datapoints. */
function dataPage(results: readonly DataResult[], token: string | undefined, size: number): Output {
  const [from, total] = [
    token === undefined ? 0 : offsetOf(token),
    results.reduce((sum, it) => sum + it.points.length, 0),
  ]
  let before = 0
  const MetricDataResults = results.map(({ Id, Label, points }) => {
    const [start, end] = [from - before, from + size - before]
    before += points.length
    const shown = points.slice(Math.max(0, start), Math.max(0, end))
    return {
      Id,
      Label,
      Timestamps: shown.map((it) => new Date(it.second * 1000)),
      Values: shown.map((it) => it.value),
      StatusCode: end < points.length ? 'PartialData' : 'Complete',
    }
  })
  return {
    MetricDataResults,
    NextToken: from + size < total ? tokenOf(from + size) : undefined,
    Messages: [],
  }
}

function pointsOf(line: Line, grid: Grid, ascending: boolean): readonly Point[] {
  const points = line.points
    .map((value, at) => ({ second: grid.start + at * grid.period, value }))
    .filter((it) => !Number.isNaN(it.value))
  return ascending ? points : points.reverse()
}

function checkLength({ length, period }: Grid) {
  if (length > MOST_DATAPOINTS)
    throw errors.validation(
      `${length} datapoints of ${period} s exceed the limit of ${MOST_DATAPOINTS}: shorten the range or raise the period`,
    )
}
