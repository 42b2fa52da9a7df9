import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch'
import { afterEach, expect, test, vi } from 'vitest'
import { metrics } from '../../../lib/metrics.ts'
import { alarmArn, alarmName } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import type { Context } from '../../types.ts'
import { type CloudWatch, cloudwatch } from './cloudwatch.ts'

const TOPIC = 'arn:aws:sns:us-east-1:000000000001:pager'
const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** CloudWatch behind an endpoint that also takes what it publishes to SNS. */
async function started() {
  const published: URLSearchParams[] = []
  const said: unknown[] = []
  let cloud: CloudWatch | undefined
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    if (request.headers.authorization?.includes('/sns/')) {
      published.push(new URLSearchParams(body.toString()))
      response.end(
        '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
      )
      return
    }
    const headers = request.headers as Record<string, string>
    const answer = await cloud!.service.handle({ method: request.method!, url: request.url!, headers, body })
    response.writeHead(answer.status, { ...answer.headers }).end(answer.body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const ports = { aws: port }
  const ctx = { system: cloudcafe, timeScale: 10, ports, say: (it: unknown) => void said.push(it) }
  cloud = cloudwatch(ctx as unknown as Context)
  cloud.start()
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' }
  const client = new CloudWatchClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials,
  })
  ends.push(
    cloud.stop,
    () => client.destroy(),
    () => server.close(),
  )
  return { cloud, client, published, said }
}

test('the alarms of the model are there from the start, by name and by ARN', async () => {
  const { cloud } = await started()
  for (const id of Object.keys(cloudcafe.alarms)) {
    expect(cloud.alarms.find(alarmName(cloudcafe, id))).toBeDefined()
    expect(cloud.alarms.find(alarmArn(cloudcafe, id))).toBeDefined()
  }
})

test('a metric that breaches fires an alarm by the clock, tells its listeners and its topic', {
  timeout: 40_000,
}, async () => {
  const { cloud, client, published, said } = await started()
  const changes: string[] = []
  cloud.alarms.subscribe(({ name, to }) => void changes.push(`${name} ${to}`))
  await client.send(
    new PutMetricAlarmCommand({
      AlarmName: 'hot',
      Namespace: 'CloudCafe/OrderService',
      MetricName: 'CPUStressLevel',
      Dimensions: [{ Name: 'Workload', Value: 'order' }],
      Statistic: 'Maximum',
      Period: 10,
      EvaluationPeriods: 1,
      Threshold: 90,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [TOPIC, 'arn:aws:lambda:us-east-1:000000000001:function:x'],
    }),
  )
  const stress = metrics({ Workload: 'order' }, (line) => void cloud.emf(line))
  stress.put('CloudCafe/OrderService', 'CPUStressLevel', 95, 'Percent')
  stress.flush()
  cloud.sink.put('AWS/Test', 'Ignored', {}, Number.NaN)
  await vi.waitFor(() => expect(published).toHaveLength(1), { timeout: 30_000, interval: 100 })
  expect(changes).toContain('hot ALARM')
  expect(said).toContainEqual(expect.objectContaining({ part: 'cloudwatch', what: 'hot is ALARM' }))
  expect(published[0]!.get('TopicArn')).toBe(TOPIC)
  expect(JSON.parse(published[0]!.get('Message')!)).toMatchObject({
    AlarmName: 'hot',
    NewStateValue: 'ALARM',
  })
  const input = { AlarmName: 'hot', HistoryItemType: 'Action' } as const
  const history = await client.send(new DescribeAlarmHistoryCommand(input))
  expect(history.AlarmHistoryItems!.map((it) => it.HistorySummary).sort()).toEqual([
    'Failed to execute action arn:aws:lambda:us-east-1:000000000001:function:x',
    `Successfully executed action ${TOPIC}`,
  ])
})
