import { type MetricStore, MOST_METRICS } from '../store/metrics.ts'
import { RETENTION_SECONDS, type Series } from '../store/series.ts'
import { errors } from '../wire/errors.ts'
import type { Datum, Input, Output } from './inputs.ts'
import { secondsOf } from './paging.ts'
import { dimensionsOf } from './shapes.ts'

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
    const series = store.open(input.Namespace, datum.MetricName, dimensionsOf(datum.Dimensions), datum.Unit)
    if (!series) throw errors.limit(`There are ${MOST_METRICS} metrics already`)
    addDatum(series, second, datum)
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

function addDatum(series: Series, second: number, { Value, Values = [], Counts, StatisticValues }: Datum) {
  if (Value !== undefined) series.add(second, Value)
  for (const [at, value] of Values.entries()) {
    const count = Counts?.[at] ?? 1
    if (count > 0) series.add(second, value, count)
  }
  if (!StatisticValues || StatisticValues.SampleCount <= 0) return
  const { SampleCount: count, Sum: sum, Minimum: min, Maximum: max } = StatisticValues
  series.addSet(second, { count, sum, min, max })
}
