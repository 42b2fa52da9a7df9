import type { Alarm } from '../alarms/alarm.ts'
import type { Alarms } from '../alarms/alarms.ts'
import { alarmsIn } from '../alarms/rule.ts'
import { errors } from '../wire/errors.ts'
import type { Input, Output } from './inputs.ts'
import { page } from './paging.ts'
import { dimensionsOf } from './shapes.ts'

const DEFAULT_RECORDS = 50
const DEFAULT_HISTORY = 100

/** DescribeAlarms: metric alarms only unless AlarmTypes says otherwise, as on AWS. */
export function describeAlarms(input: Input<'DescribeAlarms'>, alarms: Alarms): Output {
  checkFilters(input)
  const isFamily = input.ChildrenOfAlarmName !== undefined || input.ParentsOfAlarmName !== undefined
  const types = input.AlarmTypes ?? (isFamily ? ['MetricAlarm', 'CompositeAlarm'] : ['MetricAlarm'])
  const wanted = family(input, alarms).filter(
    (it) =>
      types.includes(it.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm') &&
      (input.AlarmNames?.includes(it.name) ?? true) &&
      it.name.startsWith(input.AlarmNamePrefix ?? '') &&
      (input.StateValue === undefined || it.state.value === input.StateValue) &&
      (input.ActionPrefix === undefined ||
        actionsOf(it).some((action) => action.startsWith(input.ActionPrefix!))),
  )
  const sorted = wanted.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const { items, NextToken } = page(sorted, input.NextToken, input.MaxRecords ?? DEFAULT_RECORDS)
  const shown = shownOf(input)
  return {
    MetricAlarms: items.filter((it) => it.kind === 'metric').map(shown),
    CompositeAlarms: items.filter((it) => it.kind === 'composite').map(shown),
    NextToken,
  }
}

function checkFilters({ MaxRecords: _, NextToken: __, ...filters }: Input<'DescribeAlarms'>) {
  if (filters.AlarmNames && filters.AlarmNamePrefix !== undefined)
    throw errors.validation('AlarmNames and AlarmNamePrefix cannot be specified together')
  const family = (['ChildrenOfAlarmName', 'ParentsOfAlarmName'] as const).find((it) => it in filters)
  if (family && Object.keys(filters).length > 1)
    throw errors.validation(`${family} can be specified with MaxRecords and NextToken only`)
}

/** What of an alarm is told: of the family of an alarm little more than who it is. */
function shownOf({ ChildrenOfAlarmName, ParentsOfAlarmName }: Input<'DescribeAlarms'>) {
  if (ChildrenOfAlarmName === undefined && ParentsOfAlarmName === undefined) return described
  return (alarm: Alarm): Output => ({
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    ...(ChildrenOfAlarmName === undefined
      ? {}
      : { StateValue: alarm.state.value, StateUpdatedTimestamp: new Date(alarm.state.updatedAt) }),
  })
}

/** All alarms, or those that a composite names, or those composites that name an alarm. */
function family(
  { ChildrenOfAlarmName, ParentsOfAlarmName }: Input<'DescribeAlarms'>,
  alarms: Alarms,
): readonly Alarm[] {
  if (ChildrenOfAlarmName !== undefined) {
    const [parent] = alarms.known([ChildrenOfAlarmName])
    return parent!.kind === 'composite' ? alarmsIn(parent!.rule).flatMap((it) => alarms.find(it) ?? []) : []
  }
  if (ParentsOfAlarmName === undefined) return alarms.all()
  const [child] = alarms.known([ParentsOfAlarmName])
  return alarms.parentsOf(child!)
}

const actionsOf = ({ config }: Alarm): readonly string[] => [
  ...(config.OKActions ?? []),
  ...(config.AlarmActions ?? []),
  ...(config.InsufficientDataActions ?? []),
]

/** An alarm as the API shows it. */
export function described(alarm: Alarm): Output {
  const { Tags: _tags, ...config } = alarm.config
  const { value, reason, reasonData, updatedAt, transitionedAt } = alarm.state
  return {
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    ...(alarm.kind === 'metric' && !alarm.config.Metrics ? { Dimensions: [] } : {}),
    ...config,
    ActionsEnabled: alarm.actionsEnabled,
    AlarmArn: alarm.arn,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
    StateValue: value,
    StateReason: reason,
    StateReasonData: reasonData,
    StateUpdatedTimestamp: new Date(updatedAt),
    StateTransitionedTimestamp: new Date(transitionedAt),
  }
}

/** DescribeAlarmsForMetric: the alarms on exactly that metric. */
export function describeAlarmsForMetric(input: Input<'DescribeAlarmsForMetric'>, alarms: Alarms): Output {
  const dimensions = canonical(dimensionsOf(input.Dimensions))
  const found = alarms.all().filter((it) => {
    if (it.kind !== 'metric') return false
    const { config } = it
    return (
      config.Namespace === input.Namespace &&
      config.MetricName === input.MetricName &&
      canonical(dimensionsOf(config.Dimensions)) === dimensions &&
      (['Statistic', 'ExtendedStatistic', 'Period', 'Unit'] as const).every(
        (name) => input[name] === undefined || config[name] === input[name],
      )
    )
  })
  return { MetricAlarms: found.map(described) }
}
const canonical = (dimensions: Record<string, string>): string =>
  JSON.stringify(Object.entries(dimensions).sort())

/** DescribeAlarmHistory: newest first unless ScanBy says otherwise. */
export function describeAlarmHistory(input: Input<'DescribeAlarmHistory'>, alarms: Alarms): Output {
  const from = input.StartDate?.getTime() ?? 0
  const to = input.EndDate?.getTime() ?? Number.POSITIVE_INFINITY
  const types = input.AlarmTypes ?? ['MetricAlarm', 'CompositeAlarm']
  const wanted = alarms.history
    .items()
    .filter(
      (it) =>
        (input.AlarmName === undefined || it.alarm === input.AlarmName) &&
        types.includes(it.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm') &&
        (input.HistoryItemType === undefined || it.type === input.HistoryItemType) &&
        it.at >= from &&
        it.at <= to,
    )
  const sorted = input.ScanBy === 'TimestampAscending' ? wanted : wanted.toReversed()
  const { items, NextToken } = page(sorted, input.NextToken, input.MaxRecords ?? DEFAULT_HISTORY)
  const AlarmHistoryItems = items.map((it) => ({
    AlarmName: it.alarm,
    AlarmType: it.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm',
    Timestamp: new Date(it.at),
    HistoryItemType: it.type,
    HistorySummary: it.summary,
    HistoryData: it.data,
  }))
  return { AlarmHistoryItems, NextToken }
}

/** EnableAlarmActions and DisableAlarmActions. */
export function enableActions(names: readonly string[], enabled: boolean, alarms: Alarms): Output {
  for (const alarm of alarms.known(names)) alarm.actionsEnabled = enabled
  return {}
}
