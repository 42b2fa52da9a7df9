import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Botocore, botocoreOn } from '../fixture/endpoint.ts'
import { witnessed } from '../fixture/witness.ts'
import { testContext } from '../gateway/fixture.ts'
import { logsService } from './logs.ts'

const place = testContext()
const folder = join(place.ctx.state, 'logs')
let aws: Botocore
beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  write(
    'order.one.log',
    line(0, 'INFO', 'a'),
    line(20, 'ERROR', 'b'),
    '    at main.ts:1',
    line(40, 'INFO', 'c'),
  )
  write('order.two.log', line(10, 'INFO', 'd'), line(30, 'ERROR', 'e'))
  write('payment-processor-1.log', line(5, 'INFO', 'paid'), 'REPORT RequestId: 7')
  write('cloudcafe-aurora-1.log', '2027-01-15 08:00:07.500 UTC [1] LOG:  ready')
  write('supervisor.log', 'not a log group')
  aws = await botocoreOn([logsService({ ...place.ctx, since: new Date() })])
})
afterAll(async () => {
  await aws.close()
  place.remove()
})

const START = Date.parse('2027-01-15T08:00:00.000Z')
const line = (second: number, level: string, message: string) =>
  JSON.stringify({ level, timestamp: new Date(START + second * 1000).toISOString(), message })
const write = (file: string, ...lines: string[]) => writeFileSync(join(folder, file), `${lines.join('\n')}\n`)

interface Event {
  readonly eventId: string
  readonly logStreamName: string
  readonly timestamp: number
  readonly message: string
}
interface Page {
  readonly events: readonly Event[]
  readonly nextToken?: string
  readonly nextForwardToken: string
  readonly nextBackwardToken: string
}
const logGroupName = '/ecs/cloudcafe-order-service'
const filter = (input: object = {}) => aws.call<Page>('logs', 'filter_log_events', { logGroupName, ...input })
test('groups, streams and events are read alike by botocore and the SDK', async () => {
  await witnessed(aws, 'logs', 'DescribeLogGroups')
  await witnessed(aws, 'logs', 'DescribeLogStreams', { logGroupName })
  await witnessed(aws, 'logs', 'FilterLogEvents', { logGroupName, filterPattern: 'ERROR' })
})

const get = (input: object = {}) =>
  aws.call<Page>('logs', 'get_log_events', { logGroupName, logStreamName: 'one', ...input })
const said = ({ events }: Page) =>
  events.map(({ message }) => (message.startsWith('{') ? JSON.parse(message).message : message.trim()))

test('groups are those of the model and of Aurora; streams are the copies', async () => {
  const { logGroups } = await aws.call<{ logGroups: { logGroupName: string }[] }>(
    'logs',
    'describe_log_groups',
  )
  expect(logGroups.map((it) => it.logGroupName)).toEqual(
    expect.arrayContaining([
      logGroupName,
      '/aws/rds/cluster/cloudcafe-aurora/postgresql',
      '/aws/eks/cloudcafe/cluster',
    ]),
  )
  const prefix = { logGroupNamePrefix: '/aws/lambda/cloudcafe-pay' }
  expect(await aws.call('logs', 'describe_log_groups', prefix)).toMatchObject({
    logGroups: [{ logGroupName: '/aws/lambda/cloudcafe-payment-processor', storedBytes: expect.any(Number) }],
  })
  const newest = { logGroupName, orderBy: 'LastEventTime', descending: true }
  expect(await aws.call('logs', 'describe_log_streams', newest)).toMatchObject({
    logStreams: [
      { logStreamName: 'one', firstEventTimestamp: START, lastEventTimestamp: START + 40_000 },
      { logStreamName: 'two', firstEventTimestamp: START + 10_000, lastEventTimestamp: START + 30_000 },
    ],
  })
})

test('events of all streams come in the order of their times', async () => {
  expect(said(await filter())).toEqual(['a', 'd', 'b', 'at main.ts:1', 'e', 'c'])
  expect(said(await filter({ startTime: START + 20_000, endTime: START + 30_000 }))).toEqual([
    'b',
    'at main.ts:1',
    'e',
  ])
  expect(said(await filter({ logStreamNames: ['two'] }))).toEqual(['d', 'e'])
  expect(said(await filter({ filterPattern: '{ $.level = "ERROR" }' }))).toEqual(['b', 'e'])
})

test('pages follow one another without a gap or a repetition', async () => {
  const whole = await filter()
  const pages: Event[] = []
  let page = await filter({ limit: 2 })
  for (;;) {
    pages.push(...page.events)
    if (!page.nextToken) break
    page = await filter({ limit: 2, nextToken: page.nextToken })
  }
  expect(pages).toEqual(whole.events)
  expect(new Set(pages.map((it) => it.eventId)).size).toBe(pages.length)
})

test('one stream is read forward and backward, and the token stays the same at its ends', async () => {
  expect(said(await get())).toEqual(['a', 'b', 'at main.ts:1', 'c'])
  const last = await get({ limit: 2 })
  expect(said(last)).toEqual(['at main.ts:1', 'c'])
  const before = await get({ limit: 2, nextToken: last.nextBackwardToken })
  expect(said(before)).toEqual(['a', 'b'])
  const first = await get({ limit: 3, startFromHead: true })
  expect(said(first)).toEqual(['a', 'b', 'at main.ts:1'])
  const end = await get({ nextToken: first.nextForwardToken })
  expect(said(end)).toEqual(['c'])
  const beyond = await get({ nextToken: end.nextForwardToken })
  expect(beyond).toMatchObject({ events: [], nextForwardToken: end.nextForwardToken })
  const front = await get({ limit: 2, nextToken: before.nextBackwardToken })
  expect(front).toMatchObject({ events: [], nextBackwardToken: before.nextBackwardToken })
  expect(said(await get({ startTime: START + 20_000, endTime: START + 40_000 }))).toEqual([
    'b',
    'at main.ts:1',
  ])
})

test('what a process writes is there at the next look, as `aws logs tail --follow` has it', async () => {
  const group = { logGroupName: '/aws/lambda/cloudcafe-payment-processor' }
  const follow = (startTime: number) => aws.call<Page>('logs', 'filter_log_events', { ...group, startTime })
  const before = await follow(START)
  expect(said(before)).toEqual(['paid', 'REPORT RequestId: 7'])
  appendFileSync(join(folder, 'payment-processor-1.log'), `${line(50, 'INFO', 'refused')}\n{"level":`)
  const after = await follow(before.events.at(-1)!.timestamp)
  const seen = new Set(before.events.map((it) => it.eventId))
  expect(said({ ...after, events: after.events.filter((it) => !seen.has(it.eventId)) })).toEqual(['refused'])
  write('payment-processor-2.log', line(60, 'INFO', 'another environment'))
  expect(said(await follow(START + 55_000))).toEqual(['another environment'])
})

test('PostgreSQL’s own times are read', async () => {
  const group = { logGroupName: '/aws/rds/cluster/cloudcafe-aurora/postgresql' }
  expect(await aws.call('logs', 'filter_log_events', group)).toMatchObject({
    events: [{ logStreamName: 'cloudcafe-aurora-1', timestamp: START + 7500 }],
  })
})

test.each([
  ['an unknown group', 'filter_log_events', { logGroupName: '/x' }, 'ResourceNotFoundException'],
  ['an unknown stream', 'get_log_events', { logGroupName, logStreamName: 'x' }, 'ResourceNotFoundException'],
  ['a token of nobody', 'filter_log_events', { logGroupName, nextToken: 'x' }, 'InvalidParameterException'],
  [
    'a pattern that is none',
    'filter_log_events',
    { logGroupName, filterPattern: '{ $. }' },
    'InvalidParameterException',
  ],
  [
    'writing',
    'put_log_events',
    { logGroupName, logStreamName: 'one', logEvents: [{ timestamp: 1, message: 'x' }] },
    'UnknownOperationException',
  ],
])('%s is refused as AWS does', async (_, operation, input, code) => {
  expect(await aws.refused('logs', operation, input)).toMatchObject({ Code: code, status: 400 })
})
