import { partition } from '@aws-sdk/core/client'
import type { Input } from '../operations/inputs.ts'
import type { MetricDataQuery } from '../operations/shapes.ts'
import type { Alarm, AlarmChange, MetricAlarm } from './alarm.ts'
import { timestamp } from './reason.ts'

/** What an alarm publishes to a topic. */
export interface Notification {
  readonly Subject: string
  readonly Message: string
}
/** Where an alarm stands, as its notifications say it. */
export interface Origin {
  readonly region: string
  readonly account: string
}

/** SNS takes a subject of 100 characters. */
const MOST_SUBJECT = 100

/** The notification of a change, key by key as CloudWatch writes it. */
export function notification(change: AlarmChange, alarm: Alarm, { region, account }: Origin): Notification {
  const {
    AlarmDescription = null,
    OKActions = [],
    AlarmActions = [],
    InsufficientDataActions = [],
  } = alarm.config
  const Region = longName(region)
  const metric = alarm.kind === 'metric'
  const body = {
    AlarmName: alarm.name,
    AlarmDescription,
    AWSAccountId: account,
    ...(metric ? { AlarmConfigurationUpdatedTimestamp: timestamp(alarm.configuredAt) } : {}),
    NewStateValue: change.to,
    NewStateReason: change.reason,
    StateChangeTime: timestamp(change.at),
    Region,
    AlarmArn: alarm.arn,
    OldStateValue: change.from,
    OKActions,
    AlarmActions,
    InsufficientDataActions,
    ...(metric
      ? { Trigger: trigger(alarm) }
      : { AlarmRule: alarm.config.AlarmRule, TriggeringChildren: children(change) }),
  }
  const Subject = `${change.to}: "${alarm.name}" in ${Region}`.slice(0, MOST_SUBJECT)
  return { Subject, Message: JSON.stringify(body) }
}

/** `US East (N. Virginia)`; the SDK's table has it beside what its type tells. */
const longName = (region: string): string =>
  (partition(region) as { readonly description?: string }).description ?? region

/** What a metric alarm watches; a member that the alarm was put without is left out, except where AWS writes an empty one. */
function trigger({ config, watch }: MetricAlarm) {
  const { EvaluationPeriods, DatapointsToAlarm, ComparisonOperator, Threshold } = config
  return {
    ...(config.Metrics ? {} : metric(config)),
    Period: watch.period,
    EvaluationPeriods,
    DatapointsToAlarm,
    ComparisonOperator,
    Threshold,
    TreatMissingData: watch.rule.treatMissingData,
    EvaluateLowSampleCountPercentile: config.EvaluateLowSampleCountPercentile ?? '',
    ...(config.Metrics ? { Metrics: config.Metrics.map(query) } : {}),
  }
}

function metric({
  MetricName,
  Namespace,
  Statistic,
  ExtendedStatistic,
  Unit,
  Dimensions,
}: Input<'PutMetricAlarm'>) {
  return {
    MetricName,
    Namespace,
    ...(Statistic
      ? { StatisticType: 'Statistic', Statistic: shouted(Statistic) }
      : { StatisticType: 'ExtendedStatistic', ExtendedStatistic }),
    Unit: Unit ?? null,
    Dimensions: lowerCase(Dimensions),
  }
}

function query({ Id, Label, Expression, MetricStat, ReturnData = true }: MetricDataQuery) {
  if (!MetricStat) return { Expression, Id, Label, ReturnData }
  const { Metric, ...stat } = MetricStat
  const { Dimensions, MetricName, Namespace } = Metric
  const watched = { Dimensions: lowerCase(Dimensions), MetricName, Namespace }
  return { Id, Label, MetricStat: { Metric: watched, ...stat }, ReturnData }
}

/** `SampleCount` is `SAMPLE_COUNT`. */
const shouted = (statistic: string) => statistic.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()

const lowerCase = (dimensions: Input<'PutMetricAlarm'>['Dimensions'] = []) =>
  dimensions.map(({ Name, Value }) => ({ value: Value, name: Name }))

function children({ trigger: child, at }: AlarmChange) {
  if (!child) return []
  return [{ Arn: child.arn, State: { Value: child.state.value, Timestamp: timestamp(at) } }]
}
