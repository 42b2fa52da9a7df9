import { type Static, Type } from 'typebox'
import { COMPARISONS } from '../alarms/evaluation.ts'
import { simpleStatistics } from '../store/statistic.ts'
import {
  Actions,
  AlarmName,
  Dimensions,
  MetricDataQuery,
  Names,
  NextToken,
  Period,
  State,
  Tags,
  Text,
  Timestamp,
  Treatment,
  Unit,
} from './shapes.ts'

const input = <P extends Parameters<typeof Type.Object>[0]>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })
const optional = Type.Optional
const Value = Type.Number()
const Statistic = Type.Enum(simpleStatistics)
const AlarmTypes = optional(Type.Array(Type.Enum(['CompositeAlarm', 'MetricAlarm'])))
const ScanBy = optional(Type.Enum(['TimestampDescending', 'TimestampAscending']))
const MaxRecords = optional(Type.Integer({ minimum: 1, maximum: 100 }))
const Namespace = Text(255)
const MetricName = Text(255)

/** JSON and CBOR have no numbers that are not finite: they come as text, and are refused by name. */
const Sample = Type.Unsafe<number>(Type.Union([Type.Number(), Type.Enum(['NaN', 'Infinity', '-Infinity'])]))
const StatisticValues = input({ SampleCount: Sample, Sum: Sample, Minimum: Sample, Maximum: Sample })
const Datum = input({
  MetricName,
  Dimensions: optional(Dimensions),
  Timestamp: optional(Timestamp),
  Value: optional(Sample),
  StatisticValues: optional(StatisticValues),
  Values: optional(Type.Array(Sample, { maxItems: 150 })),
  Counts: optional(Type.Array(Sample, { maxItems: 150 })),
  Unit: optional(Unit),
  StorageResolution: optional(Type.Enum([1, 60])),
})
export type Datum = Static<typeof Datum>

const alarm = {
  AlarmName,
  AlarmDescription: optional(Text(1024, 0)),
  ActionsEnabled: optional(Type.Boolean()),
  OKActions: Actions,
  AlarmActions: Actions,
  InsufficientDataActions: Actions,
  Tags: optional(Tags),
}

/** The input of each operation that the local CloudWatch has. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html */
export const inputs = {
  PutMetricData: input({ Namespace, MetricData: Type.Array(Datum, { maxItems: 1000 }) }),
  GetMetricData: input({
    MetricDataQueries: Type.Array(MetricDataQuery, { minItems: 1, maxItems: 500 }),
    StartTime: Timestamp,
    EndTime: Timestamp,
    NextToken,
    ScanBy,
    MaxDatapoints: optional(Type.Integer({ minimum: 1, maximum: 100_800 })),
    LabelOptions: optional(input({ Timezone: optional(Type.String()) })),
  }),
  GetMetricStatistics: input({
    Namespace,
    MetricName,
    Dimensions: optional(Dimensions),
    StartTime: Timestamp,
    EndTime: Timestamp,
    Period,
    Statistics: optional(Type.Array(Statistic, { minItems: 1, maxItems: 5 })),
    ExtendedStatistics: optional(Type.Array(Type.String(), { minItems: 1, maxItems: 10 })),
    Unit: optional(Unit),
  }),
  ListMetrics: input({
    Namespace: optional(Namespace),
    MetricName: optional(MetricName),
    Dimensions: optional(
      Type.Array(input({ Name: Text(255), Value: optional(Text(1024)) }), { maxItems: 10 }),
    ),
    NextToken,
    RecentlyActive: optional(Type.Enum(['PT3H'])),
    IncludeLinkedAccounts: optional(Type.Boolean()),
    OwningAccount: optional(Text(255)),
  }),
  PutMetricAlarm: input({
    ...alarm,
    MetricName: optional(MetricName),
    Namespace: optional(Namespace),
    Statistic: optional(Statistic),
    ExtendedStatistic: optional(Type.String()),
    Dimensions: optional(Dimensions),
    Period: optional(Period),
    Unit: optional(Unit),
    EvaluationPeriods: Type.Integer({ minimum: 1 }),
    DatapointsToAlarm: optional(Type.Integer({ minimum: 1 })),
    Threshold: Value,
    ComparisonOperator: Type.Enum(Object.keys(COMPARISONS) as (keyof typeof COMPARISONS)[]),
    TreatMissingData: optional(Treatment),
    EvaluateLowSampleCountPercentile: optional(Type.Enum(['evaluate', 'ignore'])),
    Metrics: optional(Type.Array(MetricDataQuery, { minItems: 1, maxItems: 20 })),
  }),
  PutCompositeAlarm: input({ ...alarm, AlarmRule: Text(10_240) }),
  DescribeAlarms: input({
    AlarmNames: optional(Names),
    AlarmNamePrefix: optional(AlarmName),
    AlarmTypes,
    ChildrenOfAlarmName: optional(AlarmName),
    ParentsOfAlarmName: optional(AlarmName),
    StateValue: optional(State),
    ActionPrefix: optional(Text(1024)),
    MaxRecords,
    NextToken,
  }),
  DescribeAlarmsForMetric: input({
    Namespace,
    MetricName,
    Statistic: optional(Statistic),
    ExtendedStatistic: optional(Type.String()),
    Dimensions: optional(Dimensions),
    Period: optional(Period),
    Unit: optional(Unit),
  }),
  DescribeAlarmHistory: input({
    AlarmName: optional(AlarmName),
    AlarmTypes,
    HistoryItemType: optional(Type.Enum(['ConfigurationUpdate', 'StateUpdate', 'Action'])),
    StartDate: optional(Timestamp),
    EndDate: optional(Timestamp),
    MaxRecords,
    NextToken,
    ScanBy,
  }),
  SetAlarmState: input({
    AlarmName,
    StateValue: State,
    StateReason: Text(1023, 0),
    StateReasonData: optional(Text(4000, 0)),
  }),
  EnableAlarmActions: input({ AlarmNames: Names }),
  DisableAlarmActions: input({ AlarmNames: Names }),
  DeleteAlarms: input({ AlarmNames: Names }),
  ListTagsForResource: input({ ResourceARN: Text(1024) }),
  TagResource: input({ ResourceARN: Text(1024), Tags }),
  UntagResource: input({ ResourceARN: Text(1024), TagKeys: Type.Array(Text(128)) }),
  PutDashboard: input({ DashboardName: Text(255), DashboardBody: Type.String() }),
  GetDashboard: input({ DashboardName: Text(255) }),
  ListDashboards: input({ DashboardNamePrefix: optional(Type.String()), NextToken }),
  DeleteDashboards: input({ DashboardNames: Type.Array(Text(255), { minItems: 1 }) }),
}

export type Operation = keyof typeof inputs
export type Input<O extends Operation> = Static<(typeof inputs)[O]>
export type { Output } from '../../wire/protocol.ts'
