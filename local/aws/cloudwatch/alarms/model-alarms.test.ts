import { expect, test } from 'vitest'
import { dimensionsOf } from '../../../../model/dimensions.ts'
import type { MetricAlarm, MetricQuery } from '../../../../model/kinds.ts'
import { alarmName } from '../../../../model/names.ts'
import { cloudcafe } from '../../../../model/systems/cloudcafe/index.ts'
import { MetricStore } from '../store/metrics.ts'
import { Alarms } from './alarms.ts'
import { metricAlarmInput, putModelAlarms } from './model-alarms.ts'

const START = 1_800_000_000
const SCALES = [1, 10, 100]

/** The model's alarms, told every ten seconds what each metric's value is, until an hour of AWS is over. */
function play(timeScale: number, readingOf: (metric: string) => number) {
  let now = START
  const store = new MetricStore()
  const alarms = new Alarms({ store, now: () => now * 1000, arnOf: (name) => `arn:${name}` })
  putModelAlarms(alarms, { system: cloudcafe, timeScale })
  const fired = new Set<string>()
  alarms.subscribe(({ name, to }) => void (to === 'ALARM' && fired.add(name)))
  const metrics = Object.values(cloudcafe.alarms).flatMap((it) => (it.kind === 'metric' ? metricsOf(it) : []))
  while (now < START + Math.max(3600 / timeScale, 240)) {
    for (const metric of metrics) {
      const dimensions = dimensionsOf(cloudcafe, metric)
      const series = store.open(metric.namespace, metric.name, dimensions)!
      series.add(now, readingOf(metric.name))
    }
    now += 10
    alarms.evaluate(now)
  }
  return { fired, alarms }
}
const metricsOf = (it: MetricAlarm) =>
  it.queries.flatMap((query: MetricQuery) => ('metric' in query ? [query.metric] : []))

const WELL: Readonly<Record<string, number>> = {
  RequestCount: 100,
  Invocations: 100,
  DatabaseConnections: 20,
  RunningTaskCount: 2,
  DesiredTaskCount: 2,
  CacheHits: 95,
  CacheMisses: 5,
}
const well = (metric: string) => WELL[metric] ?? 0
const all = Object.keys(cloudcafe.alarms).map((id) => alarmName(cloudcafe, id))

test.each(SCALES)('all is OK at time scale %i while all is well', (scale) => {
  const { fired, alarms } = play(scale, well)
  expect([...fired]).toEqual([])
  expect(
    alarms
      .all()
      .map((it) => it.name)
      .sort(),
  ).toEqual(all.sort())
  expect(alarms.all().filter((it) => it.state.value !== 'OK')).toEqual([])
})

test.each(SCALES)('every alarm fires at time scale %i while nothing is well', (scale) => {
  const ILL: Readonly<Record<string, number>> = {
    ...{ HTTPCode_Target_5XX_Count: 20, UserErrors: 500, Errors: 10 },
    ...{ DatabaseConnections: 90, RunningTaskCount: 1, CacheHits: 10, CacheMisses: 90 },
    TargetResponseTime: 3,
  }
  const { fired } = play(scale, (metric) => ILL[metric] ?? well(metric))
  expect([...fired].sort()).toEqual(all.sort())
})

test('an alarm that the scale shortens keeps its total window', () => {
  for (const [id, it] of Object.entries(cloudcafe.alarms)) {
    if (it.kind !== 'metric') continue
    const input = metricAlarmInput(id, it, { system: cloudcafe, timeScale: 10 })
    const period = input.Metrics!.find((query) => query.MetricStat)!.MetricStat!.Period
    const wanted = (it.periodSeconds * it.evaluationPeriods) / 10
    expect(Math.abs(period * input.EvaluationPeriods - wanted)).toBeLessThanOrEqual(period)
  }
})
