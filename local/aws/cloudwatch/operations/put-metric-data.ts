import { type MetricStore, MOST_METRICS } from '../store/metrics.ts'
import { RETENTION_SECONDS, type Series } from '../store/series.ts'
import { errors } from '../wire/errors.ts'
import { checkDatum, timeOf } from './datum.ts'
import type { Datum, Input, Output } from './inputs.ts'
import { dimensionsOf } from './shapes.ts'

/** PutMetricData: all of it or, where something is wrong, nothing; values older than the retention are not kept. */
export function putMetricData(
  { Namespace, MetricData }: Input<'PutMetricData'>,
  store: MetricStore,
  nowMs: number,
): Output {
  const now = nowMs / 1000
  checkNamespace(Namespace)
  if (MetricData.length === 0) throw errors.missing('The parameter MetricData is required.')
  for (const [at, datum] of MetricData.entries()) checkDatum(datum, `MetricData.member.${at + 1}`, now)
  const kept = MetricData.filter((it) => timeOf(it, now) >= now - RETENTION_SECONDS)
  const places = kept.map((datum) => ({ datum, series: open(store, Namespace, datum) }))
  for (const { datum, series } of places) addDatum(series, Math.floor(timeOf(datum, now)), datum)
  return {}
}

function checkNamespace(namespace: string) {
  if (namespace.startsWith('AWS/')) throw errors.value('The value AWS/ for parameter Namespace is invalid.')
  if (namespace.startsWith(':')) throw errors.value('The parameter Namespace must not begin with a colon.')
  if (namespace.trim() === '' || !/^[\x20-\x7e]+$/.test(namespace))
    throw errors.value('The parameter Namespace must be of ASCII characters without control characters.')
}

function open(store: MetricStore, namespace: string, { MetricName, Dimensions, Unit }: Datum): Series {
  const series = store.open(namespace, MetricName, dimensionsOf(Dimensions), Unit)
  if (!series) throw errors.limit(`There are ${MOST_METRICS} metrics already`)
  return series
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
