import { dimensionsOf } from '../../../../model/dimensions.ts'
import type { Alarm, MetricAlarm, MetricQuery, System } from '../../../../model/kinds.ts'
import { alarmName, alarmWindow } from '../../../../model/names.ts'
import { type Projection, project } from '../../../../model/projection.ts'
import type { Input } from '../operations/inputs.ts'
import { dimensionList, type MetricDataQuery } from '../operations/shapes.ts'
import type { Alarms } from './alarms.ts'

interface AlarmContext {
  readonly system: System
  readonly timeScale: number
}
type Put = (alarms: Alarms) => void

/** An alarm of the model as CloudWatch takes it, its window divided by the time scale. */
export function metricAlarmInput(id: string, it: MetricAlarm, place: AlarmContext): Input<'PutMetricAlarm'> {
  const { period, evaluationPeriods, datapointsToAlarm } = alarmWindow(it, place.timeScale)
  return {
    AlarmName: alarmName(place.system, id),
    AlarmDescription: it.title,
    Metrics: it.queries.map((query, at) =>
      queryInput(query, at === it.queries.length - 1, period, place.system),
    ),
    EvaluationPeriods: evaluationPeriods,
    DatapointsToAlarm: datapointsToAlarm,
    Threshold: it.threshold,
    ComparisonOperator: it.comparison,
    TreatMissingData: it.missing,
  }
}

function queryInput(query: MetricQuery, returned: boolean, Period: number, system: System): MetricDataQuery {
  const common = { Id: query.id, ReturnData: returned }
  if ('expression' in query) return { ...common, Expression: query.expression, Label: query.label }
  const { namespace: Namespace, name: MetricName, stat: Stat } = query.metric
  const Dimensions = dimensionList(dimensionsOf(system, query.metric))
  return { ...common, MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat } }
}

const PROJECTION: Projection<Alarm, AlarmContext, Put> = {
  metric: (id, it, place) => (alarms) => alarms.putMetric(metricAlarmInput(id, it, place)),
  composite:
    (id, it, { system }) =>
    (alarms) =>
      alarms.putComposite({
        AlarmName: alarmName(system, id),
        AlarmDescription: it.title,
        AlarmRule: it.anyOf.map((child) => `ALARM("${alarmName(system, child)}")`).join(' OR '),
      }),
}

/** Puts the model's alarms, metric alarms first, as a composite can only name alarms that exist. */
export function putModelAlarms(alarms: Alarms, place: AlarmContext): void {
  const all = Object.entries(place.system.alarms)
  const inOrder = [
    ...all.filter(([, it]) => it.kind === 'metric'),
    ...all.filter(([, it]) => it.kind !== 'metric'),
  ]
  for (const [id, it] of inOrder) project(PROJECTION, id, it, place)(alarms)
}
