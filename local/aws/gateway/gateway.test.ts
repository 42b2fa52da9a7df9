import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { GetRecordsCommand, KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import {
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { decode, encode } from 'cbor-x'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queueUrl, topicArn } from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import { type TestGateway, testGateway } from './fixture.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await testGateway()
})
afterAll(async () => {
  await gateway.stop()
  gateway.remove()
})

const table = 'active-orders'
const once = () => ({ ...gateway.config, maxAttempts: 1 })
const dynamodb = () => new DynamoDBClient(once())
const put = (id: string) => new PutItemCommand({ TableName: table, Item: { order_id: { S: id } } })
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: Error) => error,
  )
const puts = (name: string, dimensions: object) =>
  gateway.puts.filter(
    (it) => it.name === name && JSON.stringify(it.dimensions) === JSON.stringify(dimensions),
  )

test('a service of ours is chosen by the signing name', async () => {
  gateway.gateway.register({
    signingName: 'sts',
    handle: async ({ headers }) => ({
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${headers['user-agent'] ? 'ours' : ''}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    }),
  })
  const { stdout } = await aws('sts', 'get-caller-identity')
  expect(JSON.parse(stdout)).toEqual({ Arn: 'ours' })
})

const aws = (...args: string[]) =>
  promisify(execFile)('aws', [...args, '--output', 'json'], {
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: gateway.config.endpoint,
      AWS_DEFAULT_REGION: gateway.config.region,
      AWS_ACCESS_KEY_ID: platform.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'x',
    },
  })

test('the aws command reaches MiniStack', async () => {
  const { stdout } = await aws('dynamodb', 'describe-table', '--table-name', table)
  expect(JSON.parse(stdout).Table.TableStatus).toBe('ACTIVE')
})

test('CBOR is understood, and journalled as JSON is', async () => {
  const authorization = `AWS4-HMAC-SHA256 Credential=cafe/20260101/${gateway.config.region}/kinesis/aws4_request, SignedHeaders=host, Signature=0`
  const answer = await fetch(gateway.config.endpoint, {
    method: 'POST',
    headers: {
      authorization,
      'content-type': 'application/x-amz-cbor-1.1',
      'x-amz-target': 'Kinesis_20131202.PutRecord',
    },
    body: new Uint8Array(
      encode({ StreamName: 'order-events', PartitionKey: 'a', Data: Buffer.from('hello') }),
    ),
  })
  const output = decode(Buffer.from(await answer.arrayBuffer())) as { ShardId: string }
  expect(output.ShardId).toMatch(/^shardId-/)
  expect(puts('IncomingBytes', { StreamName: 'order-events' }).at(-1)?.value).toBe(5)
})

test('a fault is the error that AWS would give, in each protocol, and ends when it is taken away', async () => {
  const throttled = { status: 400, code: 'ProvisionedThroughputExceededException', message: 'slow down' }
  const undo = [
    gateway.gateway.faults.add({ service: 'dynamodb', resource: table, percent: 100, error: throttled }),
    gateway.gateway.faults.add({
      service: 'kinesis',
      operation: 'PutRecord',
      percent: 100,
      error: throttled,
    }),
    gateway.gateway.faults.add({
      service: 'sqs',
      percent: 100,
      error: { status: 403, code: 'RequestThrottled', message: 'slow' },
    }),
    gateway.gateway.faults.add({
      service: 'sns',
      percent: 100,
      error: { status: 429, code: 'Throttled', message: 'slow' },
    }),
  ]
  const record = new PutRecordCommand({
    StreamName: 'order-events',
    PartitionKey: 'a',
    Data: Buffer.from('x'),
  })
  const message = new SendMessageCommand({
    QueueUrl: queueUrl(gateway.ctx.system, 'notification-queue', gateway.config.endpoint),
    MessageBody: 'x',
  })
  const publication = new PublishCommand({
    TopicArn: topicArn(gateway.ctx.system, 'payment-outcomes'),
    Message: 'x',
  })
  expect(await refusal(dynamodb().send(put('no')))).toMatchObject({ name: throttled.code })
  expect(await refusal(new KinesisClient(once()).send(record))).toMatchObject({ name: throttled.code })
  expect(await refusal(new SQSClient(once()).send(message))).toMatchObject({ name: 'RequestThrottled' })
  expect(await refusal(new SNSClient(once()).send(publication))).toMatchObject({
    name: expect.stringMatching(/^Throttled/),
  })
  for (const end of undo) end()
  expect(gateway.gateway.faults.active()).toEqual([])
  expect(puts('ThrottledRequests', {})).toHaveLength(1)
  expect(puts('ThrottledRequests', { TableName: table, Operation: 'PutItem' })).toHaveLength(1)
  expect(
    await dynamodb().send(new GetItemCommand({ TableName: table, Key: { order_id: { S: 'no' } } })),
  ).not.toHaveProperty('Item')
})

test('a share of the calls fails where the fault says a share', async () => {
  const error = { status: 400, code: 'ThrottlingException', message: 'slow down' }
  const undo = gateway.gateway.faults.add({ service: 'dynamodb', percent: 50, error })
  const client = dynamodb()
  const results = await Promise.all(
    Array.from({ length: 100 }, (_, i) => refusal(client.send(put(`half-${i}`)))),
  )
  undo()
  const failed = results.filter((it) => it !== null).length
  expect(failed).toBeGreaterThan(20)
  expect(failed).toBeLessThan(80)
})

test("metrics are AWS's: latency, capacity, refusals apart from user errors", async () => {
  const client = dynamodb()
  const item = { order_id: { S: 'big' }, text: { S: 'x'.repeat(2500) } }
  await client.send(new PutItemCommand({ TableName: table, Item: item }))
  expect(puts('ConsumedWriteCapacityUnits', { TableName: table }).at(-1)?.value).toBe(3)
  await client.send(new GetItemCommand({ TableName: table, Key: { order_id: { S: 'big' } } }))
  expect(puts('ConsumedReadCapacityUnits', { TableName: table }).at(-1)?.value).toBe(0.5)
  expect(
    puts('SuccessfulRequestLatency', { TableName: table, Operation: 'GetItem' }).at(-1)?.value,
  ).toBeGreaterThan(0)
  await refusal(
    client.send(
      new PutItemCommand({
        TableName: table,
        Item: item,
        ConditionExpression: 'attribute_not_exists(order_id)',
      }),
    ),
  )
  expect(puts('ConditionalCheckFailedRequests', { TableName: table })).toHaveLength(1)
  const userErrors = puts('UserErrors', {}).length
  await refusal(client.send(new UpdateItemCommand({ TableName: table, Key: { wrong: { S: 'x' } } })))
  expect(puts('UserErrors', {})).toHaveLength(userErrors + 1)
})

test('queues say how full they are and how long their oldest message has waited', async () => {
  const QueueUrl = queueUrl(gateway.ctx.system, 'loyalty-accrual-queue', gateway.config.endpoint)
  const sqs = new SQSClient(once())
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'waits' }))
  const of = { QueueName: 'loyalty-accrual-queue' }
  await expect
    .poll(() => puts('ApproximateNumberOfMessagesVisible', of).at(-1)?.value, { timeout: 20_000 })
    .toBe(1)
  expect(puts('ApproximateAgeOfOldestMessage', of).at(-1)!.value).toBeGreaterThan(0)
  await sqs.send(new ReceiveMessageCommand({ QueueUrl }))
  expect(puts('NumberOfMessagesReceived', of).at(-1)?.value).toBe(1)
})

test('a poll whose caller has gone takes no message from those who are there', async () => {
  const sqs = new SQSClient(once())
  const QueueUrl = queueUrl(gateway.ctx.system, 'notification-queue', gateway.config.endpoint)
  const gone = new AbortController()
  const poll = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
    abortSignal: gone.signal,
  })
  setTimeout(() => gone.abort(), 500)
  await expect(poll).rejects.toThrow(/abort/i)
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'for who is there' }))
  // well within the queue's visibility timeout
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }))
  expect(Messages?.map((it) => it.Body)).toEqual(['for who is there'])
})

test('polls that a dead copy has left receive nothing', async () => {
  const sqs = new SQSClient(once())
  const QueueUrl = queueUrl(gateway.ctx.system, 'payment-results-queue', gateway.config.endpoint)
  const gone = new AbortController()
  const polls = Array.from({ length: 4 }, () =>
    sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }), { abortSignal: gone.signal }),
  )
  setTimeout(() => gone.abort(), 500)
  await Promise.allSettled(polls)
  await sleep(1000)
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'for who comes next' }))
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      WaitTimeSeconds: 20,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    }),
  )
  expect(Messages?.map((it) => it.Attributes?.ApproximateReceiveCount)).toEqual(['1'])
})

test('who called what on what is on record, by the right that it needs', async () => {
  await dynamodb().send(put('recorded'))
  const ofCustomer = { ':customer': { S: 'someone' } }
  await dynamodb().send(
    new QueryCommand({
      TableName: table,
      IndexName: 'by-customer',
      KeyConditionExpression: 'customer_id = :customer',
      ExpressionAttributeValues: ofCustomer,
    }),
  )
  const QueueUrl = queueUrl(gateway.ctx.system, 'loyalty-accrual-queue', gateway.config.endpoint)
  await new SQSClient(once()).send(
    new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: '1', MessageBody: 'one of many' }] }),
  )
  await dynamodb().send(
    new TransactWriteItemsCommand({
      TransactItems: [{ Delete: { TableName: 'payment-transactions', Key: { order_id: { S: 'none' } } } }],
    }),
  )
  await refusal(new KinesisClient(once()).send(new GetRecordsCommand({ ShardIterator: 'of-no-stream' })))
  expect(gateway.gateway.calls()).toEqual(
    expect.arrayContaining([
      { workload: 'order', action: 'dynamodb:PutItem', resource: table },
      { workload: 'order', action: 'dynamodb:Query', resource: `${table}/index/by-customer` },
      { workload: 'order', action: 'dynamodb:DeleteItem', resource: 'payment-transactions' },
      { workload: 'order', action: 'sqs:SendMessage', resource: 'loyalty-accrual-queue' },
      { workload: 'order', action: 'kinesis:GetRecords', resource: '*' },
    ]),
  )
})

test('a request that cannot be read is refused by name, and nothing is lost', async () => {
  const answer = await fetch(gateway.config.endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=cafe/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.PutItem',
    },
    body: '{not json',
  })
  expect([answer.status, await answer.json()]).toMatchObject([400, { __type: 'SerializationException' }])
})
