import { ALARM_PERIODS } from '../../../../model/metric-periods.ts'
import { checkPeriod, checkTypes, metricQueries, type Queries } from '../metric-queries.ts'
import type { Input } from '../operations/inputs.ts'
import { dimensionsOf, type MetricDataQuery } from '../operations/shapes.ts'
import type { MetricStore } from '../store/metrics.ts'
import { aggregates, statistic } from '../store/statistic.ts'
import { errors } from '../wire/errors.ts'
import { EXTRA_PERIODS, type Rule } from './evaluation.ts'

/** One datapoint of an alarm's evaluation range; the value is NaN where it is missing. */
export interface Datapoint {
  /** Start of its period, seconds of the epoch. */
  readonly second: number
  readonly value: number
  /** How many values it aggregates; undefined for metric math. */
  readonly samples: number | undefined
}
/** What a metric alarm looks at. */
export interface Watch {
  readonly period: number
  readonly rule: Rule
  /** The evaluation range that ends at that second, oldest first. */
  readonly range: (end: number, store: MetricStore) => readonly Datapoint[]
}

const HOUR = 3600
const DAY = 86_400
/** Seconds that an alarm may look at: a day, and a week where its period is an hour or more. */
const mostSeconds = (period: number) => (period < HOUR ? DAY : 7 * DAY)

/** Checks the configuration of a metric alarm as CloudWatch does; throws a ValidationError. */
export function watchOf(config: Input<'PutMetricAlarm'>, store: MetricStore): Watch {
  const list = queriesOf(config)
  const queries = metricQueries(list)
  checkTypes(queries, store)
  const returned = list.filter((it) => it.ReturnData !== false)
  if (returned.length !== 1)
    throw errors.validation(
      `Metrics must have exactly one query with ReturnData true, not ${returned.length}`,
    )
  const period = queries.period(returned[0]!.Id)
  const rule = ruleOf(config)
  checkWindow(period, rule)
  const range: Watch['range'] = (end, from) => rangeOf(queries, returned[0]!, { end, period, rule }, from)
  // shows now, and not at an evaluation, where the result is not one series
  range(0, store)
  return { period, rule, range }
}

function queriesOf(config: Input<'PutMetricAlarm'>): readonly MetricDataQuery[] {
  const { MetricName, Namespace, Period, Statistic, ExtendedStatistic, Metrics } = config
  if (Metrics) {
    const extra = Object.entries({
      MetricName,
      Namespace,
      Period,
      Statistic,
      ExtendedStatistic,
      Dimensions: config.Dimensions,
    })
    const given = extra.filter(([, value]) => value !== undefined).map(([name]) => name)
    if (given.length > 0)
      throw errors.validation(`${given.join(', ')} must not be given together with Metrics`)
    return Metrics
  }
  if (!MetricName || !Namespace || !Period)
    throw errors.validation('Either Metrics, or MetricName with Namespace and Period, must be given')
  const Stat = Statistic ?? ExtendedStatistic
  if (!Stat || (Statistic && ExtendedStatistic))
    throw errors.validation('Exactly one of Statistic and ExtendedStatistic must be given')
  const Metric = { MetricName, Namespace, Dimensions: config.Dimensions ?? [] }
  return [{ Id: 'm1', MetricStat: { Metric, Period, Stat, ...(config.Unit ? { Unit: config.Unit } : {}) } }]
}

function ruleOf(config: Input<'PutMetricAlarm'>): Rule {
  const { EvaluationPeriods: evaluationPeriods, DatapointsToAlarm: datapointsToAlarm = evaluationPeriods } =
    config
  if (datapointsToAlarm > evaluationPeriods)
    throw errors.validation(
      `DatapointsToAlarm (${datapointsToAlarm}) must not exceed EvaluationPeriods (${evaluationPeriods})`,
    )
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html: DynamoDB's default
  const usual = config.Namespace === 'AWS/DynamoDB' ? 'ignore' : 'missing'
  return { evaluationPeriods, datapointsToAlarm, treatMissingData: config.TreatMissingData ?? usual }
}

function checkWindow(period: number, { evaluationPeriods }: Rule) {
  checkPeriod(period)
  if (period < ALARM_PERIODS[0]!)
    throw errors.validation(`The period of an alarm must be ${ALARM_PERIODS.join(', ')} or a multiple of 60`)
  const most = mostSeconds(period)
  if (period * evaluationPeriods > most)
    throw errors.validation(
      `Metrics cannot be checked across more than ${most === DAY ? 'a day' : 'a week'} (EvaluationPeriods * Period must be <= ${most}).`,
    )
}

function rangeOf(
  queries: Queries,
  query: MetricDataQuery,
  { end, period, rule }: { readonly end: number; readonly period: number; readonly rule: Rule },
  store: MetricStore,
): readonly Datapoint[] {
  const length = rule.evaluationPeriods + EXTRA_PERIODS
  const grid = { start: end - period * length, period, length }
  const secondOf = (at: number) => grid.start + at * period
  if (!query.MetricStat) {
    const result = queries.run(query.Id, grid, store)
    if (!('points' in result))
      throw errors.validation(`Expression '${query.Id}' gives several time series: an alarm watches one`)
    return result.points.map((value, at) => ({ second: secondOf(at), value, samples: undefined }))
  }
  const { Metric, Stat, Unit } = query.MetricStat
  const id = {
    namespace: Metric.Namespace!,
    name: Metric.MetricName!,
    dimensions: dimensionsOf(Metric.Dimensions),
  }
  const { isPercentile, of } = statistic(Stat)!
  return aggregates(store.series(id, grid, Unit), grid, isPercentile).map((it, at) => ({
    second: secondOf(at),
    value: it ? of(it) : Number.NaN,
    samples: it?.count,
  }))
}
