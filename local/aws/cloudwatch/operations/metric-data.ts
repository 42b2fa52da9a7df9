import { isLines, type Line } from '../math/value.ts'
import { checkPeriod, metricQueries } from '../metric-queries.ts'
import { type MetricStore, MOST_METRICS, type StoredMetric } from '../store/metrics.ts'
import { RETENTION_SECONDS } from '../store/series.ts'
import { type Aggregate, aggregates, type Grid, statistic } from '../store/statistic.ts'
import { errors } from '../wire/errors.ts'
import type { Datum, Input, Output } from './inputs.ts'
import { gridOf, offsetOf, page, rangeOf, secondsOf, tokenOf } from './paging.ts'
import { dimensionList, dimensionsOf } from './shapes.ts'

const MOST_DATAPOINTS = 100_800
const MOST_STATISTICS = 1440
const METRICS_PER_PAGE = 500
/** CloudWatch takes values up to two hours ahead. */
const AHEAD_SECONDS = 2 * 3600

/** PutMetricData: values older than the retention are taken and not kept. */
export function putMetricData(input: Input<'PutMetricData'>, store: MetricStore, now: number): Output {
  if (input.Namespace.startsWith(':'))
    throw errors.value('The parameter Namespace must not begin with a colon.')
  for (const [at, datum] of input.MetricData.entries()) checkDatum(datum, `MetricData.member.${at + 1}`)
  for (const datum of input.MetricData) {
    const second =
      datum.Timestamp === undefined
        ? Math.floor(now / 1000)
        : Math.floor(secondsOf(datum.Timestamp, 'Timestamp'))
    if (second > now / 1000 + AHEAD_SECONDS)
      throw errors.value(`The Timestamp of ${datum.MetricName} is more than two hours in the future.`)
    if (second < now / 1000 - RETENTION_SECONDS) continue
    const metric = store.open(input.Namespace, datum.MetricName, dimensionsOf(datum.Dimensions), datum.Unit)
    if (!metric) throw errors.limit(`There are ${MOST_METRICS} metrics already`)
    addDatum(metric, second, datum)
  }
  return {}
}

function checkDatum({ Value, Values, Counts, StatisticValues }: Datum, where: string) {
  const given = [Value, Values, StatisticValues].filter((it) => it !== undefined).length
  if (given === 0)
    throw errors.missing(
      `The parameter ${where}.Value, ${where}.Values or ${where}.StatisticValues is required.`,
    )
  if (given > 1)
    throw errors.combination(
      `The parameters ${where}.Value, ${where}.Values and ${where}.StatisticValues are mutually exclusive.`,
    )
  if (Counts && Counts.length !== Values?.length)
    throw errors.value(`The parameters ${where}.Values and ${where}.Counts must be of the same length.`)
  if (StatisticValues && StatisticValues.Minimum > StatisticValues.Maximum)
    throw errors.value(`The parameter ${where}.StatisticValues.Minimum must not exceed Maximum.`)
}

function addDatum(
  { series }: StoredMetric,
  second: number,
  { Value, Values = [], Counts, StatisticValues }: Datum,
) {
  if (Value !== undefined) series.add(second, Value)
  for (const [at, value] of Values.entries()) {
    const count = Counts?.[at] ?? 1
    if (count > 0) series.add(second, value, count)
  }
  if (!StatisticValues || StatisticValues.SampleCount <= 0) return
  const { SampleCount: count, Sum: sum, Minimum: min, Maximum: max } = StatisticValues
  series.addSet(second, { count, sum, min, max })
}

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

/** GetMetricStatistics: statistics of one metric. */
export function getMetricStatistics(input: Input<'GetMetricStatistics'>, store: MetricStore): Output {
  const { Namespace, MetricName, Statistics = [], ExtendedStatistics = [], Period, Unit } = input
  if (Statistics.length + ExtendedStatistics.length === 0)
    throw errors.combination(
      'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
    )
  const unknown = ExtendedStatistics.filter((it) => !statistic(it))
  if (unknown.length > 0) throw errors.value(`ExtendedStatistics must be pNN, not ${unknown.join(', ')}`)
  checkPeriod(Period)
  const grid = gridOf(rangeOf(input), Period)
  if (grid.length > MOST_STATISTICS)
    throw errors.combination(
      `You have requested up to ${grid.length} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    )
  const stored = store.find({
    namespace: Namespace,
    name: MetricName,
    dimensions: dimensionsOf(input.Dimensions),
  })
  const series = !Unit || stored?.unit === Unit ? stored?.series : undefined
  const Datapoints = aggregates(series, grid, ExtendedStatistics.length > 0).flatMap((it, at) => {
    if (!it) return []
    const extended = ExtendedStatistics.map((name) => [name, statistic(name)!.of(it)] as const).filter(
      ([, value]) => !Number.isNaN(value),
    )
    return [
      {
        Timestamp: new Date((grid.start + at * Period) * 1000),
        ...simple(it, Statistics),
        Unit: stored!.unit,
        ExtendedStatistics: extended.length > 0 ? new Map(extended) : undefined,
      },
    ]
  })
  return { Label: MetricName, Datapoints }
}

const simple = (it: Aggregate, names: readonly string[]): Record<string, number> =>
  Object.fromEntries(names.map((name) => [name, statistic(name)!.of(it)]))

/** ListMetrics: metrics that have data, by namespace, name and dimensions (each with or without a value). */
export function listMetrics(input: Input<'ListMetrics'>, store: MetricStore): Output {
  const wanted = [...store.all()].filter(
    (it) =>
      (input.Namespace === undefined || it.namespace === input.Namespace) &&
      (input.MetricName === undefined || it.name === input.MetricName) &&
      (input.Dimensions ?? []).every(({ Name, Value }) =>
        Value === undefined ? Name in it.dimensions : it.dimensions[Name] === Value,
      ),
  )
  const { items, NextToken } = page(wanted, input.NextToken, METRICS_PER_PAGE)
  const Metrics = items.map((it) => ({
    Namespace: it.namespace,
    MetricName: it.name,
    Dimensions: dimensionList(it.dimensions),
  }))
  return { Metrics, NextToken }
}
