import { checkPeriod } from '../metric-queries.ts'
import type { MetricStore } from '../store/metrics.ts'
import { type Aggregate, aggregates, statistic } from '../store/statistic.ts'
import { errors } from '../wire/errors.ts'
import type { Input, Output } from './inputs.ts'
import { gridOf, rangeOf } from './paging.ts'
import { dimensionsOf } from './shapes.ts'

const MOST_DATAPOINTS = 1440

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
  if (grid.length > MOST_DATAPOINTS)
    throw errors.combination(
      `You have requested up to ${grid.length} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    )
  const stored = store.find({
    namespace: Namespace,
    name: MetricName,
    dimensions: dimensionsOf(input.Dimensions),
  })
  const units = [...(stored?.units ?? [])].filter(([unit]) => Unit === undefined || unit === Unit)
  const Datapoints = units.flatMap(([unit, series]) =>
    aggregates(series, grid, ExtendedStatistics.length > 0).flatMap((it, at) =>
      it
        ? [{ Timestamp: new Date((grid.start + at * Period) * 1000), ...statisticsOf(it, input), Unit: unit }]
        : [],
    ),
  )
  return { Label: MetricName, Datapoints }
}

function statisticsOf(
  it: Aggregate,
  { Statistics = [], ExtendedStatistics = [] }: Input<'GetMetricStatistics'>,
): Output {
  const extended = ExtendedStatistics.map((name) => [name, statistic(name)!.of(it)] as const).filter(
    ([, value]) => !Number.isNaN(value),
  )
  return {
    ...simple(it, Statistics),
    ExtendedStatistics: extended.length > 0 ? Object.fromEntries(extended) : undefined,
  }
}

const simple = (it: Aggregate, names: readonly string[]): Record<string, number> =>
  Object.fromEntries(names.map((name) => [name, statistic(name)!.of(it)]))
