import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm/index.js'
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmMetricQuery,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js'
import { dimensionsOf } from '../../model/dimensions.ts'
import type { Alarm, CompositeAlarm, MetricAlarm, MetricQuery, System } from '../../model/kinds.ts'
import { alarmName, alarmWindow } from '../../model/names.ts'
import { type Projection, project } from '../../model/projection.ts'
import type { Stack } from '../stack.ts'

interface AlarmContext {
  readonly stack: Stack
  readonly system: System
  /** Topic that is told when a composite alarm changes; metric alarms speak through theirs. */
  readonly topicArn: string
  /** Names of the metric alarms, as a composite can only name alarms that exist. */
  readonly names: Map<string, string>
}

const ALARMS: Projection<Alarm, AlarmContext, void> = { metric, composite }

/** The alarms of a system as AWS measures it, metric alarms first. */
export function alarms(stack: Stack, system: System, topicArn: string): void {
  const place = { stack, system, topicArn, names: new Map<string, string>() }
  const all = Object.entries(system.alarms)
  const inOrder = [
    ...all.filter(([, it]) => it.kind === 'metric'),
    ...all.filter(([, it]) => it.kind !== 'metric'),
  ]
  for (const [id, it] of inOrder) project(ALARMS, id, it, place)
}

function metric(id: string, it: MetricAlarm, { stack, system, names }: AlarmContext): void {
  const { period, evaluationPeriods, datapointsToAlarm } = alarmWindow(it, 1)
  const made = new CloudwatchMetricAlarm(stack, id, {
    alarmName: alarmName(system, id),
    alarmDescription: it.title,
    comparisonOperator: it.comparison,
    threshold: it.threshold,
    evaluationPeriods,
    datapointsToAlarm,
    treatMissingData: it.missing,
    metricQuery: it.queries.map((query, at) => row(query, at === it.queries.length - 1, period, system)),
  })
  names.set(id, made.alarmName)
}

function row(
  query: MetricQuery,
  returnData: boolean,
  period: number,
  system: System,
): CloudwatchMetricAlarmMetricQuery {
  const { id } = query
  if ('expression' in query) return { id, expression: query.expression, label: query.label, returnData }
  const { namespace, name: metricName, stat } = query.metric
  const dimensions = dimensionsOf(system, query.metric)
  return { id, metric: { namespace, metricName, dimensions, period, stat }, returnData }
}

function composite(id: string, it: CompositeAlarm, { stack, system, topicArn, names }: AlarmContext): void {
  new CloudwatchCompositeAlarm(stack, id, {
    alarmName: alarmName(system, id),
    alarmDescription: it.title,
    alarmRule: it.anyOf.map((child) => `ALARM("${names.get(child)}")`).join(' OR '),
    alarmActions: [topicArn],
    okActions: [topicArn],
  })
}
