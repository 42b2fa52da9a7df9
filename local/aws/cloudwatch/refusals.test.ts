import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AwsService } from '../../types.ts'
import { Alarms } from './alarms/alarms.ts'
import { Dashboards } from './operations/dashboards.ts'
import { cloudwatchEndpoint, later, PROTOCOLS, START } from './service.fixture.ts'
import { cloudwatchService } from './service.ts'
import { MetricStore } from './store/metrics.ts'

const NOW = START.getTime()
let service: AwsService
let store: MetricStore
beforeEach(() => {
  store = new MetricStore()
  const now = () => NOW
  const alarms = new Alarms({ store, now, arnOf: (name) => `arn:aws:cloudwatch:us-east-1:1:alarm:${name}` })
  service = cloudwatchService({ store, alarms, dashboards: new Dashboards((name) => name), now })
})

interface Answer {
  readonly status: number
  readonly code?: string | undefined
  readonly message?: string | undefined
  readonly output?: object
}
async function call(operation: string, input: object): Promise<Answer> {
  const { status, headers, body } = await service.handle({
    method: 'POST',
    url: '/',
    headers: { 'x-amz-target': `GraniteServiceVersion20100801.${operation}` },
    body: Buffer.from(JSON.stringify(input)),
  })
  const output = JSON.parse(body.toString()) as { message?: string }
  if (status === 200) return { status, output }
  return { status, code: headers?.['x-amzn-query-error']?.split(';')[0], message: output.message }
}
/** The service writes names of members as they are, or as its constraints do: `metricData.1.member.value`. */
const saying = (text: string) =>
  expect.stringMatching(new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i'))
const second = (from: number) => NOW / 1000 + from
const list = <T>(length: number, it: (n: number) => T) => Array.from({ length }, (_, n) => it(n))
const data = (...MetricData: object[]) => ({
  Namespace: 'N',
  MetricData: MetricData.map((it) => ({ MetricName: 'm', ...it })),
})
const statistics = (over: object) => ({
  StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2, ...over },
})
const alarm = (over: object = {}) => ({
  AlarmName: 'a',
  Namespace: 'N',
  MetricName: 'm',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
  ...over,
})
const query = (over: object = {}) => ({
  Namespace: 'N',
  MetricName: 'm',
  StartTime: second(-600),
  EndTime: second(0),
  Period: 60,
  Statistics: ['Sum'],
  ...over,
})
const math = (...MetricDataQueries: object[]) => ({
  StartTime: second(-600),
  EndTime: second(0),
  MetricDataQueries,
})
const stat = (Id: string, over: object = {}) => ({
  Id,
  MetricStat: { Metric: { Namespace: 'N', MetricName: 'm' }, Period: 60, Stat: 'Sum', ...over },
})
const { Namespace: _, MetricName: __, Statistic: ___, Period: ____, ...onMath } = alarm()
const TWO_WEEKS = 14 * 86_400

describe('PutMetricData', () => {
  test.each<[string, object, string, string]>([
    ['no data', data(), 'MissingParameter', 'The parameter MetricData is required.'],
    ['too much data', data(...list(1001, () => ({ Value: 1 }))), 'InvalidParameterValue', '1000'],
    ['no value', data({}), 'MissingParameter', 'MetricData.member.1.Value'],
    [
      'NaN',
      data({ Value: 'NaN' }),
      'InvalidParameterValue',
      'The value NaN for parameter MetricData.member.1.Value is invalid.',
    ],
    [
      'infinity',
      data({ Value: 1 }, { Value: '-Infinity' }),
      'InvalidParameterValue',
      'The value -Infinity for parameter MetricData.member.2.Value is invalid.',
    ],
    ['text', data({ Value: 'many' }), 'InvalidParameterValue', 'metricData.1.member.value'],
    [
      'too large a value',
      data({ Value: 2 ** 361 }),
      'InvalidParameterValue',
      'MetricData.member.1.Value is invalid',
    ],
    [
      'too large a negative value',
      data({ Values: [1, -(2 ** 361)] }),
      'InvalidParameterValue',
      'MetricData.member.1.Values.member.2 is invalid',
    ],
    [
      'a value and values',
      data({ Value: 1, Values: [1] }),
      'InvalidParameterCombination',
      'mutually exclusive',
    ],
    [
      'a value and a set',
      data({ Value: 1, ...statistics({}) }),
      'InvalidParameterCombination',
      'mutually exclusive',
    ],
    [
      'more counts than values',
      data({ Values: [1], Counts: [1, 2] }),
      'InvalidParameterValue',
      'same length',
    ],
    ['a negative count', data({ Values: [1], Counts: [-1] }), 'InvalidParameterValue', 'Counts.member.1'],
    ['too many values', data({ Values: list(151, (n) => n) }), 'InvalidParameterValue', '150'],
    ['a set upside down', data(statistics({ Minimum: 3 })), 'InvalidParameterValue', 'must not exceed'],
    [
      'a set of fewer than none',
      data(statistics({ SampleCount: -1 })),
      'InvalidParameterValue',
      'SampleCount',
    ],
    [
      'a set that is not finite',
      data(statistics({ Sum: 'Infinity' })),
      'InvalidParameterValue',
      'StatisticValues.Sum is invalid',
    ],
    ['half a set', data({ StatisticValues: { Sum: 1 } }), 'InvalidParameterValue', 'SampleCount'],
    ['a unit that there is not', data({ Value: 1, Unit: 'Fortnights' }), 'InvalidParameterValue', 'Unit'],
    [
      'a resolution that there is not',
      data({ Value: 1, StorageResolution: 10 }),
      'InvalidParameterValue',
      'StorageResolution',
    ],
    ['a name that is empty', data({ Value: 1, MetricName: '' }), 'InvalidParameterValue', 'MetricName'],
    [
      'a name too long',
      data({ Value: 1, MetricName: 'm'.repeat(256) }),
      'InvalidParameterValue',
      'MetricName',
    ],
    [
      'a time two weeks ago',
      data({ Value: 1, Timestamp: second(-TWO_WEEKS - 60) }),
      'InvalidParameterValue',
      'no more than two weeks in the past',
    ],
    [
      'a time in two hours',
      data({ Value: 1 }, { Value: 1, Timestamp: second(7300) }),
      'InvalidParameterValue',
      'MetricData.member.2.Timestamp',
    ],
    [
      'too many dimensions',
      data({ Value: 1, Dimensions: list(31, (n) => ({ Name: `d${n}`, Value: 'v' })) }),
      'InvalidParameterValue',
      '30',
    ],
    [
      'a dimension twice',
      data({ Value: 1, Dimensions: list(2, () => ({ Name: 'd', Value: 'v' })) }),
      'InvalidParameterValue',
      'stands twice',
    ],
    [
      'an empty dimension',
      data({ Value: 1, Dimensions: [{ Name: 'd', Value: '' }] }),
      'InvalidParameterValue',
      'Value',
    ],
    [
      'a blank dimension',
      data({ Value: 1, Dimensions: [{ Name: ' ', Value: 'v' }] }),
      'InvalidParameterValue',
      'Dimensions.member.1.Name',
    ],
    [
      'a dimension that begins with a colon',
      data({ Value: 1, Dimensions: [{ Name: ':d', Value: 'v' }] }),
      'InvalidParameterValue',
      'colon',
    ],
    [
      'a dimension with a control character',
      data({ Value: 1, Dimensions: [{ Name: 'd', Value: 'a\u0007' }] }),
      'InvalidParameterValue',
      'ASCII',
    ],
    [
      'AWS’s own namespace',
      { ...data({ Value: 1 }), Namespace: 'AWS/EC2' },
      'InvalidParameterValue',
      'The value AWS/ for parameter Namespace is invalid.',
    ],
    ['a namespace of a colon', { ...data({ Value: 1 }), Namespace: ':n' }, 'InvalidParameterValue', 'colon'],
    ['a blank namespace', { ...data({ Value: 1 }), Namespace: ' ' }, 'InvalidParameterValue', 'Namespace'],
    ['no namespace', { MetricData: [] }, 'MissingParameter', 'Namespace'],
  ])('refuses %s, and keeps nothing of the call', async (_what, input, code, message) => {
    const good = { MetricName: 'good', Value: 1 }
    const { MetricData = [] } = input as { MetricData?: object[] }
    const given = MetricData.length > 0 ? { ...input, MetricData: [...MetricData, good].slice(-1001) } : input
    expect(await call('PutMetricData', given)).toEqual({
      status: 400,
      code,
      message: saying(message),
    })
    expect([...store.all()]).toEqual([])
  })

  test.each([
    ['the largest values', data({ Values: [2 ** 360, -(2 ** 360), 0, 5e-324] })],
    ['150 values and counts', data({ Values: list(150, (n) => n), Counts: list(150, () => 1) })],
    ['1,000 datums', data(...list(1000, () => ({ Value: 1 })))],
    ['30 dimensions', data({ Value: 1, Dimensions: list(30, (n) => ({ Name: `d${n}`, Value: 'v' })) })],
    ['a time two weeks ago, nearly', data({ Value: 1, Timestamp: second(-TWO_WEEKS + 60) })],
    ['a time in two hours, nearly', data({ Value: 1, Timestamp: second(7100) })],
    ['a high resolution', data({ Value: 1, StorageResolution: 1 })],
    ['a namespace of many signs', { ...data({ Value: 1 }), Namespace: 'My/App.one-2_3#4:5' }],
  ])('takes %s', async (_what, input) => {
    expect(await call('PutMetricData', input)).toMatchObject({ status: 200 })
  })
})

describe('alarms', () => {
  test.each<[string, object, string, string]>([
    ['PutMetricAlarm', alarm({ AlarmName: '' }), 'ValidationError', 'AlarmName'],
    ['PutMetricAlarm', alarm({ AlarmName: 'a'.repeat(256) }), 'ValidationError', 'AlarmName'],
    ['PutMetricAlarm', alarm({ Metrics: [stat('m')] }), 'ValidationError', 'not be given together'],
    ['PutMetricAlarm', alarm({ MetricName: undefined }), 'ValidationError', 'MetricName'],
    ['PutMetricAlarm', alarm({ Statistic: undefined }), 'ValidationError', 'Exactly one of Statistic'],
    ['PutMetricAlarm', alarm({ ExtendedStatistic: 'p99' }), 'ValidationError', 'Exactly one of Statistic'],
    [
      'PutMetricAlarm',
      alarm({ Statistic: undefined, ExtendedStatistic: 'p101' }),
      'InvalidParameterValue',
      'p101',
    ],
    ['PutMetricAlarm', alarm({ Period: 45 }), 'ValidationError', 'Period 45'],
    ['PutMetricAlarm', alarm({ EvaluationPeriods: 0 }), 'ValidationError', 'EvaluationPeriods'],
    ['PutMetricAlarm', alarm({ EvaluationPeriods: 1441 }), 'ValidationError', 'more than a day'],
    [
      'PutMetricAlarm',
      alarm({ Period: 3600, EvaluationPeriods: 169 }),
      'ValidationError',
      'more than a week',
    ],
    ['PutMetricAlarm', alarm({ DatapointsToAlarm: 2 }), 'ValidationError', 'must not exceed'],
    ['PutMetricAlarm', alarm({ TreatMissingData: 'never' }), 'ValidationError', 'TreatMissingData'],
    ['PutMetricAlarm', alarm({ ComparisonOperator: 'Equals' }), 'ValidationError', 'ComparisonOperator'],
    ['PutMetricAlarm', alarm({ Threshold: undefined }), 'MissingParameter', 'Threshold'],
    ['PutMetricAlarm', alarm({ AlarmActions: ['pager'] }), 'ValidationError', 'Invalid arn syntax: pager'],
    [
      'PutMetricAlarm',
      alarm({ OKActions: list(6, (n) => `arn:aws:sns:us-east-1:1:t${n}`) }),
      'ValidationError',
      'OKActions',
    ],
    [
      'PutMetricAlarm',
      alarm({ Tags: list(51, (n) => ({ Key: `${n}`, Value: '' })) }),
      'ValidationError',
      'Tags',
    ],
    [
      'PutMetricAlarm',
      { ...onMath, Metrics: [stat('m'), stat('n')] },
      'ValidationError',
      'exactly one query with ReturnData true',
    ],
    [
      'PutMetricAlarm',
      { ...onMath, Metrics: list(21, (n) => ({ ...stat(`m${n}`), ReturnData: n === 0 })) },
      'ValidationError',
      'Metrics',
    ],
    [
      'PutMetricAlarm',
      { ...onMath, Metrics: [stat('m', { Stat: 'p0.0.1' })] },
      'InvalidParameterValue',
      'p0.0.1',
    ],
    [
      'PutCompositeAlarm',
      { AlarmName: 'c', AlarmRule: 'ALARM(nowhere)' },
      'ValidationError',
      'do not exist: nowhere',
    ],
    ['PutCompositeAlarm', { AlarmName: 'c', AlarmRule: 'ALARM(c)' }, 'ValidationError', 'do not exist: c'],
    ['PutCompositeAlarm', { AlarmName: 'c', AlarmRule: '' }, 'ValidationError', 'AlarmRule'],
    [
      'PutCompositeAlarm',
      { AlarmName: 'c', AlarmRule: 'MAYBE(a)' },
      'ValidationError',
      'AlarmRule is not valid',
    ],
    [
      'PutCompositeAlarm',
      { AlarmName: 'c', AlarmRule: `${'('.repeat(200)}TRUE${')'.repeat(200)}` },
      'ValidationError',
      'levels deep',
    ],
    [
      'PutCompositeAlarm',
      { AlarmName: 'c', AlarmRule: list(101, (n) => `OK(x${n})`).join(' OR ') },
      'ValidationError',
      'at most 100',
    ],
    [
      'PutCompositeAlarm',
      { AlarmName: 'c', AlarmRule: 'TRUE', OKActions: ['pager'] },
      'ValidationError',
      'Invalid arn syntax',
    ],
    [
      'PutCompositeAlarm',
      { AlarmName: 'a', AlarmRule: 'TRUE' },
      'ValidationError',
      'exists as a metric alarm',
    ],
    [
      'SetAlarmState',
      { AlarmName: 'nowhere', StateValue: 'OK', StateReason: '' },
      'ResourceNotFound',
      'nowhere',
    ],
    [
      'SetAlarmState',
      { AlarmName: 'a', StateValue: 'FINE', StateReason: '' },
      'ValidationError',
      'StateValue',
    ],
    ['SetAlarmState', { AlarmName: 'a', StateValue: 'OK' }, 'MissingParameter', 'StateReason'],
    [
      'SetAlarmState',
      { AlarmName: 'a', StateValue: 'OK', StateReason: '', StateReasonData: '{no' },
      'InvalidFormat',
      'must be JSON',
    ],
    ['DeleteAlarms', { AlarmNames: list(101, (n) => `x${n}`) }, 'ValidationError', 'AlarmNames'],
    ['DeleteAlarms', { AlarmNames: ['nowhere'] }, 'ResourceNotFound', 'nowhere'],
    ['EnableAlarmActions', { AlarmNames: ['nowhere'] }, 'ResourceNotFound', 'nowhere'],
    ['DescribeAlarms', { AlarmNames: ['a'], AlarmNamePrefix: 'a' }, 'ValidationError', 'together'],
    [
      'DescribeAlarms',
      { ChildrenOfAlarmName: 'a', StateValue: 'OK' },
      'ValidationError',
      'ChildrenOfAlarmName',
    ],
    ['DescribeAlarms', { ParentsOfAlarmName: 'nowhere' }, 'ResourceNotFound', 'nowhere'],
    ['DescribeAlarms', { MaxRecords: 101 }, 'ValidationError', 'MaxRecords'],
    ['DescribeAlarms', { NextToken: 'mine' }, 'InvalidNextToken', 'NextToken'],
  ])('%s of %j is refused: %s, %s', async (operation, input, code, message) => {
    await call('PutMetricAlarm', alarm())
    const status = code === 'ResourceNotFound' ? 404 : 400
    expect(await call(operation, input)).toEqual({ status, code, message: saying(message) })
  })

  test('an alarm’s family is told by name and little more', async () => {
    await call('PutMetricAlarm', alarm())
    await call('PutCompositeAlarm', { AlarmName: 'c', AlarmRule: 'ALARM(a)' })
    const told = async (input: object) => (await call('DescribeAlarms', input)).output
    const arn = (name: string) => `arn:aws:cloudwatch:us-east-1:1:alarm:${name}`
    expect(await told({ ChildrenOfAlarmName: 'c' })).toMatchObject({
      MetricAlarms: [
        {
          AlarmName: 'a',
          AlarmArn: arn('a'),
          StateValue: 'INSUFFICIENT_DATA',
          StateUpdatedTimestamp: second(0),
        },
      ],
      CompositeAlarms: [],
    })
    expect(await told({ ParentsOfAlarmName: 'a' })).toMatchObject({
      MetricAlarms: [],
      CompositeAlarms: [{ AlarmName: 'c', AlarmArn: arn('c') }],
    })
  })

  test.each([
    ['a day of minutes', alarm({ EvaluationPeriods: 1440 })],
    ['a week of hours', alarm({ Period: 3600, EvaluationPeriods: 168 })],
    ['a period of 20 s', alarm({ Period: 20 })],
    ['a percentile', alarm({ Statistic: undefined, ExtendedStatistic: 'p99.95' })],
    ['five actions', alarm({ AlarmActions: list(5, (n) => `arn:aws:sns:us-east-1:1:t${n}`) })],
  ])('PutMetricAlarm takes %s', async (_what, input) => {
    expect(await call('PutMetricAlarm', input)).toMatchObject({ status: 200 })
  })
})

describe('queries', () => {
  test.each<[string, object, string, string]>([
    [
      'GetMetricStatistics',
      query({ Statistics: undefined }),
      'InvalidParameterCombination',
      'Statistics and ExtendedStatistics',
    ],
    ['GetMetricStatistics', query({ Statistics: ['Median'] }), 'InvalidParameterValue', 'Statistics'],
    [
      'GetMetricStatistics',
      query({ Statistics: undefined, ExtendedStatistics: ['q9'] }),
      'InvalidParameterValue',
      'q9',
    ],
    [
      'GetMetricStatistics',
      query({ StartTime: second(0) }),
      'InvalidParameterValue',
      'StartTime must be less than',
    ],
    ['GetMetricStatistics', query({ Period: 90 }), 'ValidationError', 'Period 90'],
    [
      'GetMetricStatistics',
      query({ Period: 1, StartTime: second(-1441) }),
      'InvalidParameterCombination',
      'exceeds the limit of 1,440',
    ],
    ['GetMetricStatistics', query({ Unit: 'Fortnights' }), 'InvalidParameterValue', 'Unit'],
    ['GetMetricStatistics', query({ StartTime: 'yesterday' }), 'InvalidParameterValue', 'StartTime'],
    [
      'GetMetricData',
      { ...math(stat('m')), EndTime: second(-700) },
      'ValidationError',
      'EndTime must be greater than',
    ],
    ['GetMetricData', math(), 'ValidationError', 'MetricDataQueries'],
    ['GetMetricData', math(...list(501, (n) => stat(`m${n}`))), 'ValidationError', '500'],
    ['GetMetricData', math(stat('m'), stat('m')), 'ValidationError', 'used twice'],
    ['GetMetricData', math(stat('M')), 'ValidationError', "id 'M' must match"],
    ['GetMetricData', math(stat('m', { Period: 7 })), 'ValidationError', 'Period 7'],
    ['GetMetricData', math({ Id: 'e' }), 'ValidationError', 'either MetricStat or Expression'],
    ['GetMetricData', { ...math(stat('m')), MaxDatapoints: 100_801 }, 'ValidationError', 'MaxDatapoints'],
    [
      'GetMetricData',
      { ...math(stat('m', { Period: 1 })), StartTime: second(-100_801) },
      'ValidationError',
      '100800',
    ],
    ['ListMetrics', { Dimensions: list(11, (n) => ({ Name: `d${n}` })) }, 'InvalidParameterValue', '10'],
  ])('%s of %j is refused: %s, %s', async (operation, input, code, message) => {
    expect(await call(operation, input)).toEqual({
      status: 400,
      code,
      message: saying(message),
    })
  })
})

describe.each(['json', 'cbor', 'query'] as const)('the SDK over %s', (name) => {
  let endpoint: Awaited<ReturnType<typeof cloudwatchEndpoint>>
  let client: CloudWatchClient
  beforeAll(async () => {
    endpoint = await cloudwatchEndpoint()
    client = new CloudWatchClient({
      endpoint: endpoint.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
      ...PROTOCOLS[name].settings,
    } as CloudWatchClientConfig)
  })
  afterAll(async () => {
    client.destroy()
    await endpoint.close()
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'is refused a value of %s',
    async (Value) => {
      const MetricData = [{ MetricName: 'm', Timestamp: later(0), Value }]
      await expect(client.send(new PutMetricDataCommand({ Namespace: 'N', MetricData }))).rejects.toThrow(
        `The value ${Value} for parameter MetricData.member.1.Value is invalid.`,
      )
      expect((await client.send(new ListMetricsCommand({ Namespace: 'N' }))).Metrics).toEqual([])
    },
  )
})
