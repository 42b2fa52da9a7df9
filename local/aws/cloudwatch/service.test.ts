import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloudwatchEndpoint, later, PROTOCOLS, START } from './service.fixture.ts'

let endpoint: Awaited<ReturnType<typeof cloudwatchEndpoint>>
beforeAll(async () => {
  endpoint = await cloudwatchEndpoint()
})
afterAll(() => endpoint.close())

describe.each(['json', 'cbor', 'query'] as const)('@aws-sdk/client-cloudwatch over %s', (name) => {
  const Namespace = `Cafe/${name}`
  const AlarmName = `alarm-${name}`
  const Dimensions = [{ Name: 'Copy', Value: 'a b&c' }]
  const range = { StartTime: START, EndTime: later(120) }
  let client: CloudWatchClient

  beforeAll(() => {
    const credentials = { accessKeyId: 'x', secretAccessKey: 'x' }
    client = new CloudWatchClient({
      endpoint: endpoint.url,
      region: 'us-east-1',
      credentials,
      requestMinCompressionSizeBytes: 300,
      maxAttempts: 1,
      ...PROTOCOLS[name].settings,
    } as CloudWatchClientConfig)
  })
  afterAll(() => client.destroy())

  test('speaks that protocol, and compresses where it can', async () => {
    const datum = { MetricName: 'latency', Dimensions, Unit: 'Milliseconds' as const }
    await client.send(
      new PutMetricDataCommand({
        Namespace,
        MetricData: [
          { ...datum, Timestamp: later(5), Value: 10.5 },
          { ...datum, Timestamp: later(6), Values: [20, 30], Counts: [1, 2] },
          {
            MetricName: 'set',
            Timestamp: later(61),
            StatisticValues: { SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 4 },
          },
        ],
      }),
    )
    expect(PROTOCOLS[name].sends(endpoint.requests.at(-1)!)).toBeTruthy()
    expect(endpoint.requests.at(-1)!.headers['content-encoding']).toBe(name === 'cbor' ? undefined : 'gzip')
  })

  test('statistics come back as they were put', async () => {
    const query = { Namespace, MetricName: 'latency', Dimensions, Period: 60, ...range }
    const Statistics = ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'] as const
    const found = await client.send(
      new GetMetricStatisticsCommand({ ...query, Statistics: [...Statistics], ExtendedStatistics: ['p50'] }),
    )
    expect(found.Datapoints).toEqual([
      {
        Timestamp: START,
        SampleCount: 4,
        Sum: 90.5,
        Average: 22.625,
        Minimum: 10.5,
        Maximum: 30,
        Unit: 'Milliseconds',
        ExtendedStatistics: { p50: 20 },
      },
    ])
    const listed = await client.send(new ListMetricsCommand({ Namespace, Dimensions: [{ Name: 'Copy' }] }))
    expect(listed.Metrics).toEqual([{ Namespace, MetricName: 'latency', Dimensions }])
  })

  test('each unit of a metric is a series of its own', async () => {
    const MetricName = 'mixed'
    const data = [
      { Unit: 'Seconds', Value: 3 },
      { Unit: 'Milliseconds', Value: 1 },
      { Unit: 'Milliseconds', Value: 5 },
      { Value: 70 },
    ] as const
    const MetricData = data.map((it) => ({ MetricName, Timestamp: later(7), ...it }))
    await client.send(new PutMetricDataCommand({ Namespace, MetricData }))
    const query = { Namespace, MetricName, Period: 60, Statistics: ['Sum'] as ['Sum'], ...range }
    const sums = async (Unit?: 'Seconds' | 'Bytes') => {
      const { Datapoints = [] } = await client.send(new GetMetricStatisticsCommand({ ...query, Unit }))
      return Object.fromEntries(Datapoints.map((it) => [it.Unit, it.Sum]))
    }
    expect(await sums()).toEqual({ Seconds: 3, Milliseconds: 6, None: 70 })
    expect(await sums('Seconds')).toEqual({ Seconds: 3 })
    expect(await sums('Bytes')).toEqual({})
    const stat = (Id: string, Unit?: 'Seconds' | 'Bytes') => ({
      Id,
      MetricStat: { Metric: { Namespace, MetricName }, Period: 60, Stat: 'Sum', Unit },
    })
    const MetricDataQueries = [stat('any'), stat('seconds', 'Seconds'), stat('bytes', 'Bytes')]
    const found = await client.send(new GetMetricDataCommand({ MetricDataQueries, ...range }))
    expect(found.MetricDataResults!.map((it) => it.Values)).toEqual([[6], [3], []])
    const listed = await client.send(new ListMetricsCommand({ Namespace, MetricName }))
    expect(listed.Metrics).toHaveLength(1)
  })

  test('metric data comes page by page, with metric math', async () => {
    const stat = (Id: string, MetricName: string, dimensions: typeof Dimensions) => ({
      Id,
      MetricStat: { Metric: { Namespace, MetricName, Dimensions: dimensions }, Period: 60, Stat: 'Sum' },
    })
    const MetricDataQueries = [
      stat('a', 'latency', Dimensions),
      stat('b', 'set', []),
      { Id: 'both', Expression: 'SUM(METRICS())', Label: 'all' },
    ]
    const input = { MetricDataQueries, ...range, ScanBy: 'TimestampAscending' as const }
    const whole = await client.send(new GetMetricDataCommand(input))
    expect(whole.MetricDataResults).toEqual([
      { Id: 'a', Label: 'latency', StatusCode: 'Complete', Timestamps: [START], Values: [90.5] },
      { Id: 'b', Label: 'set', StatusCode: 'Complete', Timestamps: [later(60)], Values: [10] },
      {
        Id: 'both',
        Label: 'all',
        StatusCode: 'Complete',
        Timestamps: [START, later(60)],
        Values: [90.5, 10],
      },
    ])
    const first = await client.send(new GetMetricDataCommand({ ...input, MaxDatapoints: 3 }))
    const next = { ...input, MaxDatapoints: 3, NextToken: first.NextToken }
    const second = await client.send(new GetMetricDataCommand(next))
    expect(first.MetricDataResults!.at(-1)).toMatchObject({ Values: [90.5], StatusCode: 'PartialData' })
    expect(second.MetricDataResults!.at(-1)).toMatchObject({ Values: [10], StatusCode: 'Complete' })
    expect(second.NextToken).toBeUndefined()
  })

  test('alarms are put, described, set, silenced, tagged and deleted', async () => {
    const metric = { Namespace, MetricName: 'latency', Dimensions, Statistic: 'Maximum' as const, Period: 60 }
    const when = { EvaluationPeriods: 1, Threshold: 2.5, ComparisonOperator: 'GreaterThanThreshold' as const }
    await client.send(new PutMetricAlarmCommand({ AlarmName, ...metric, ...when }))
    const AlarmRule = `ALARM("${AlarmName}")`
    await client.send(new PutCompositeAlarmCommand({ AlarmName: `${AlarmName}-composite`, AlarmRule }))
    const drill = { AlarmName, StateValue: 'ALARM' as const, StateReason: '' }
    await client.send(new SetAlarmStateCommand(drill))
    await client.send(new DisableAlarmActionsCommand({ AlarmNames: [AlarmName] }))

    const wanted = { AlarmNamePrefix: AlarmName, StateValue: 'ALARM' as const }
    const found = await client.send(
      new DescribeAlarmsCommand({ ...wanted, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
    )
    expect(found.MetricAlarms).toMatchObject([
      {
        AlarmName,
        ...metric,
        ...when,
        StateReason: '',
        ActionsEnabled: false,
        StateUpdatedTimestamp: later(600),
      },
    ])
    expect(found.CompositeAlarms).toMatchObject([{ AlarmRule, StateValue: 'ALARM' }])
    expect((await client.send(new DescribeAlarmsCommand(wanted))).CompositeAlarms).toEqual([])
    const forMetric = await client.send(new DescribeAlarmsForMetricCommand({ ...metric }))
    expect(forMetric.MetricAlarms!.map((it) => it.AlarmName)).toEqual([AlarmName])
    const history = await client.send(new DescribeAlarmHistoryCommand({ AlarmName, MaxRecords: 1 }))
    expect(history.AlarmHistoryItems).toMatchObject([{ HistoryItemType: 'StateUpdate', AlarmName }])

    const ResourceARN = found.MetricAlarms![0]!.AlarmArn!
    await client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'k', Value: 'v' }] }))
    const tags = await client.send(new ListTagsForResourceCommand({ ResourceARN }))
    expect(tags.Tags).toEqual([{ Key: 'k', Value: 'v' }])
    await client.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName, `${AlarmName}-composite`] }))
    expect(
      (await client.send(new DescribeAlarmsCommand({ AlarmNamePrefix: AlarmName }))).MetricAlarms,
    ).toEqual([])
  })

  test('dashboards are put, listed and got', async () => {
    const DashboardBody = JSON.stringify({ widgets: [] })
    await client.send(new PutDashboardCommand({ DashboardName: name, DashboardBody }))
    const got = await client.send(new GetDashboardCommand({ DashboardName: name }))
    expect(got.DashboardBody).toBe(DashboardBody)
    const listed = await client.send(new ListDashboardsCommand({ DashboardNamePrefix: name }))
    expect(listed.DashboardEntries).toMatchObject([{ DashboardName: name, Size: DashboardBody.length }])
  })

  test.each([
    ['ResourceNotFound', new DeleteAlarmsCommand({ AlarmNames: ['nope'] })],
    ['InvalidNextToken', new DescribeAlarmsCommand({ NextToken: 'nope' })],
    ['ValidationError', new PutCompositeAlarmCommand({ AlarmName: 'c', AlarmRule: 'MAYBE(x)' })],
    ['ResourceNotFound', new GetDashboardCommand({ DashboardName: 'nope' })],
    [
      'InvalidParameterCombination',
      new GetMetricStatisticsCommand({ Namespace, MetricName: 'm', Period: 60, ...range }),
    ],
    [
      'InvalidParameterValue',
      new PutMetricDataCommand({
        Namespace,
        MetricData: [{ MetricName: 'm', Value: 1, Timestamp: later(9999) }],
      }),
    ],
    ['MissingParameter', new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: 'm' }] })],
  ])('%s is said as AWS says it', async (code, command) => {
    const error = await client.send(command as DeleteAlarmsCommand).catch((it: Error) => it)
    expect(error).toMatchObject({ $metadata: { httpStatusCode: code === 'ResourceNotFound' ? 404 : 400 } })
    const { headers, body } = endpoint.answers.at(-1)!
    expect(name === 'query' ? body : headers!['x-amzn-query-error']).toContain(code)
  })
})

test.each([
  ['an unknown operation', { headers: {}, body: 'Action=Nope' }, 'InvalidAction'],
  ['no operation', { headers: {}, body: '' }, 'InvalidAction'],
  ['text for a number', { headers: {}, body: 'Action=DescribeAlarms&MaxRecords=many' }, 'ValidationError'],
  ['an unknown parameter', { headers: {}, body: 'Action=DescribeAlarms&Nope=1' }, 'Nope'],
])('%s is refused', async (_, { headers, body }, code) => {
  const response = await fetch(endpoint.url, {
    method: 'POST',
    headers: headers as Record<string, string>,
    body,
  })
  expect(response.status).toBe(400)
  expect(await response.text()).toContain(code)
})
