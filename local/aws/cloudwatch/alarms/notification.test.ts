import { beforeEach, expect, test } from 'vitest'
import type { Input } from '../operations/inputs.ts'
import { MetricStore } from '../store/metrics.ts'
import { Alarms } from './alarms.ts'
import { notification } from './notification.ts'

const AT = Date.parse('2026-12-01T05:06:07.089Z')
const TOPIC = 'arn:aws:sns:us-east-1:1:pager'
const ORIGIN = { region: 'us-east-1', account: '123456789012' }
let alarms: Alarms
const sent: { Subject: string; message: Record<string, unknown> }[] = []

beforeEach(() => {
  sent.length = 0
  const arnOf = (name: string) => `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`
  alarms = new Alarms({ store: new MetricStore(), now: () => AT, arnOf })
  alarms.subscribe((change, alarm) => {
    const { Subject, Message } = notification(change, alarm, ORIGIN)
    sent.push({ Subject, message: JSON.parse(Message) as Record<string, unknown> })
  })
})

const when = {
  EvaluationPeriods: 2,
  Threshold: 80.5,
  ComparisonOperator: 'GreaterThanThreshold',
} as const
const metric: Input<'PutMetricAlarm'> = {
  AlarmName: 'high',
  AlarmDescription: 'too hot',
  AlarmActions: [TOPIC],
  Namespace: 'AWS/EC2',
  MetricName: 'CPUUtilization',
  Dimensions: [{ Name: 'InstanceId', Value: 'i-1' }],
  Statistic: 'SampleCount',
  Period: 60,
  ...when,
}

test('a metric alarm tells every key that AWS does', () => {
  alarms.putMetric(metric)
  alarms.setState('high', 'ALARM', 'a drill')
  expect(sent).toEqual([
    {
      Subject: 'ALARM: "high" in US East (N. Virginia)',
      message: {
        AlarmName: 'high',
        AlarmDescription: 'too hot',
        AWSAccountId: '123456789012',
        AlarmConfigurationUpdatedTimestamp: '2026-12-01T05:06:07.089+0000',
        NewStateValue: 'ALARM',
        NewStateReason: 'a drill',
        StateChangeTime: '2026-12-01T05:06:07.089+0000',
        Region: 'US East (N. Virginia)',
        AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:high',
        OldStateValue: 'INSUFFICIENT_DATA',
        OKActions: [],
        AlarmActions: [TOPIC],
        InsufficientDataActions: [],
        Trigger: {
          MetricName: 'CPUUtilization',
          Namespace: 'AWS/EC2',
          StatisticType: 'Statistic',
          Statistic: 'SAMPLE_COUNT',
          Unit: null,
          Dimensions: [{ value: 'i-1', name: 'InstanceId' }],
          Period: 60,
          EvaluationPeriods: 2,
          ComparisonOperator: 'GreaterThanThreshold',
          Threshold: 80.5,
          TreatMissingData: 'missing',
          EvaluateLowSampleCountPercentile: '',
        },
      },
    },
  ])
})

test('a percentile is an extended statistic', () => {
  const { Statistic: _, ...rest } = metric
  const more = { Unit: 'Percent', DatapointsToAlarm: 1, TreatMissingData: 'notBreaching' } as const
  const low = { ExtendedStatistic: 'p99', EvaluateLowSampleCountPercentile: 'ignore' } as const
  alarms.putMetric({ ...rest, ...more, ...low })
  alarms.setState('high', 'OK', '')
  expect(sent[0]!.message.Trigger).toMatchObject({
    StatisticType: 'ExtendedStatistic',
    ExtendedStatistic: 'p99',
    Unit: 'Percent',
    DatapointsToAlarm: 1,
    TreatMissingData: 'notBreaching',
    EvaluateLowSampleCountPercentile: 'ignore',
  })
  expect(sent[0]!.message.Trigger).not.toHaveProperty('Statistic')
})

test('an alarm on metric math tells its queries', () => {
  const Metric = { Namespace: 'N', MetricName: 'm', Dimensions: [{ Name: 'd', Value: 'v' }] }
  alarms.putMetric({
    AlarmName: 'math',
    ...when,
    Metrics: [
      { Id: 'e1', Expression: 'm1 * 2', Label: 'twice' },
      { Id: 'm1', MetricStat: { Metric, Period: 300, Stat: 'Sum' }, ReturnData: false },
    ],
  })
  alarms.setState('math', 'ALARM', '')
  const { AlarmDescription, Trigger } = sent[0]!.message
  expect(AlarmDescription).toBeNull()
  expect(Trigger).toEqual({
    Period: 300,
    ...when,
    TreatMissingData: 'missing',
    EvaluateLowSampleCountPercentile: '',
    Metrics: [
      { Expression: 'm1 * 2', Id: 'e1', Label: 'twice', ReturnData: true },
      {
        Id: 'm1',
        MetricStat: {
          Metric: { Dimensions: [{ value: 'v', name: 'd' }], MetricName: 'm', Namespace: 'N' },
          Period: 300,
          Stat: 'Sum',
        },
        ReturnData: false,
      },
    ],
  })
})

test('a composite alarm tells its rule and the child that changed', () => {
  alarms.putMetric(metric)
  alarms.putComposite({ AlarmName: 'any', AlarmRule: 'ALARM("high")', AlarmActions: [TOPIC] })
  alarms.setState('high', 'ALARM', 'a drill')
  expect(sent.at(-1)!.message).toEqual({
    AlarmName: 'any',
    AlarmDescription: null,
    AWSAccountId: '123456789012',
    NewStateValue: 'ALARM',
    NewStateReason:
      'arn:aws:cloudwatch:us-east-1:123456789012:alarm:high transitioned to ALARM at Tuesday 01 December, 2026 05:06:07 UTC',
    StateChangeTime: '2026-12-01T05:06:07.089+0000',
    Region: 'US East (N. Virginia)',
    AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:any',
    OldStateValue: 'OK',
    OKActions: [],
    AlarmActions: [TOPIC],
    InsufficientDataActions: [],
    AlarmRule: 'ALARM("high")',
    TriggeringChildren: [
      {
        Arn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:high',
        State: { Value: 'ALARM', Timestamp: '2026-12-01T05:06:07.089+0000' },
      },
    ],
  })
})
