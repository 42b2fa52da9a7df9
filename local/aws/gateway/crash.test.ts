import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis'
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { queueArn, queueUrl, topicArn } from '../../../model/names.ts'
import { systemOf } from '../../../model/systems/index.ts'
import { SECRET_HEADER } from '../../engines/emulated.ts'
import { type TestGateway, testGateway } from './fixture.ts'

const system = systemOf('cloudcafe')
const table = 'active-orders'
const fifo = 'payment-processing-queue.fifo'

let gateway: TestGateway
let dynamodb: DynamoDBClient
let sqs: SQSClient
let sns: SNSClient
let kinesis: KinesisClient
const url = (queue: string) => queueUrl(system, queue, gateway.config.endpoint)

function connect() {
  dynamodb = new DynamoDBClient(gateway.config)
  sqs = new SQSClient(gateway.config)
  sns = new SNSClient(gateway.config)
  kinesis = new KinesisClient(gateway.config)
}

/** Bodies of a queue's messages, without receiving them. */
async function inQueue(queue: string): Promise<string[]> {
  const { host, port } = gateway.engine.endpoint()
  const answer = await fetch(`http://${host}:${port}/_ministack/sqs/messages?QueueUrl=${url(queue)}`, {
    headers: { [SECRET_HEADER]: gateway.engine.secret },
  })
  const { messages } = (await answer.json()) as {
    messages: Record<string, Record<string, Record<string, { Body: string }[]>>>
  }
  return Object.values(messages[system.account]![system.region]!)[0]!.map((it) => it.Body)
}

async function deleteOne(queue: string) {
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url(queue), WaitTimeSeconds: 1 }))
  const [message] = Messages!
  await sqs.send(new DeleteMessageCommand({ QueueUrl: url(queue), ReceiptHandle: message!.ReceiptHandle! }))
  return message!.Body!
}

async function streamData(stream: string, after?: { shard: string; number: string }): Promise<string[]> {
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName: stream }))
  const data: string[] = []
  for (const { ShardId } of Shards) {
    if (after && after.shard !== ShardId) continue
    const { ShardIterator } = await kinesis.send(
      new GetShardIteratorCommand({
        StreamName: stream,
        ShardId: ShardId!,
        ...(after
          ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: after.number }
          : { ShardIteratorType: 'TRIM_HORIZON' }),
      }),
    )
    const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator: ShardIterator! }))
    data.push(...Records.map((it) => Buffer.from(it.Data!).toString()))
  }
  return data
}

/** Kills MiniStack as nothing else would, and waits until it is another process. */
async function killMiniStack() {
  const { pid } = gateway.engine.processes()[0]!
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => gateway.engine.processes()[0]?.pid ?? pid, { timeout: 30_000 }).not.toBe(pid)
}

/** Writes from several clients that do not try again, with something done in the middle; says what was acknowledged. */
async function loadThrough(inTheMiddle: () => Promise<void>) {
  const client = new DynamoDBClient({ ...gateway.config, maxAttempts: 1 })
  const queue = new SQSClient({ ...gateway.config, maxAttempts: 1 })
  const put: string[] = []
  const sent: string[] = []
  const refused: string[] = []
  let counted = 0
  let goesOn = true
  const attempt = (work: Promise<unknown>, done: () => void) =>
    work.then(done, (error: Error) => void refused.push(error.name))
  async function write(client_: number) {
    for (let n = 0; goesOn; n++) {
      const id = `${client_}-${n}`
      const item = { order_id: { S: id }, n: { N: '0' } }
      await attempt(client.send(new PutItemCommand({ TableName: 'payment-transactions', Item: item })), () =>
        put.push(id),
      )
      const add = {
        TableName: 'payment-transactions',
        Key: { order_id: { S: 'counter' } },
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }
      await attempt(client.send(new UpdateItemCommand(add)), () => void counted++)
      const message = { QueueUrl: url('order-submission-queue'), MessageBody: id }
      await attempt(queue.send(new SendMessageCommand(message)), () => sent.push(id))
    }
  }
  const writers = Array.from({ length: 6 }, (_, index) => write(index))
  await expect.poll(() => put.length, { timeout: 20_000 }).toBeGreaterThan(20)
  await inTheMiddle()
  const before = put.length
  await expect.poll(() => put.length, { timeout: 30_000 }).toBeGreaterThan(before + 10)
  goesOn = false
  await Promise.all(writers)
  return { put, sent, refused, counted }
}

describe('what AWS has acknowledged', () => {
  let bookmark: { shard: string; number: string }
  beforeAll(async () => {
    gateway = await testGateway()
    connect()
  }, 60_000)
  afterAll(async () => {
    await gateway.stop()
    gateway.remove()
  })

  test('is taken: items, messages, publications, records, resources made by hand', async () => {
    for (const id of ['kept', 'deleted', 'counted'])
      await dynamodb.send(
        new PutItemCommand({ TableName: table, Item: { order_id: { S: id }, n: { N: '0' } } }),
      )
    await dynamodb.send(new DeleteItemCommand({ TableName: table, Key: { order_id: { S: 'deleted' } } }))
    const add = (id: string) => ({
      TableName: table,
      Key: { order_id: { S: id } },
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    })
    await Promise.all(Array.from({ length: 20 }, () => dynamodb.send(new UpdateItemCommand(add('counted')))))
    await dynamodb.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Update: add('counted') }, { Update: add('new') }] }),
    )
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'by-hand',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      }),
    )
    await dynamodb.send(new PutItemCommand({ TableName: 'by-hand', Item: { id: { S: 'x' } } }))

    await sqs.send(new SendMessageCommand({ QueueUrl: url('order-submission-queue'), MessageBody: 'first' }))
    await sqs.send(new SendMessageCommand({ QueueUrl: url('order-submission-queue'), MessageBody: 'second' }))
    expect(await deleteOne('order-submission-queue')).toBe('first')
    const entries = ['1', '2', '3', '4', '5'].map((n) => ({
      Id: n,
      MessageBody: `pay ${n}`,
      MessageGroupId: 'g',
    }))
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: url(fifo), Entries: entries }))
    expect(await deleteOne(fifo)).toBe('pay 1')
    await sqs.send(new SendMessageCommand({ QueueUrl: url(fifo), MessageBody: 'pay 1', MessageGroupId: 'g' }))

    await sns.send(
      new PublishCommand({
        TopicArn: topicArn(system, 'payment-outcomes'),
        Message: 'paid',
        MessageAttributes: { outcome: { DataType: 'String', StringValue: 'paid' } },
      }),
    )
    await sns.send(
      new PublishCommand({
        TopicArn: topicArn(system, 'payment-outcomes'),
        Message: 'refused',
        MessageAttributes: { outcome: { DataType: 'String', StringValue: 'refused' } },
      }),
    )
    await deleteOne('notification-queue')
    await sqs.send(new CreateQueueCommand({ QueueName: 'mine' }))
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'mine' }))
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: 'sqs',
        Endpoint: queueArn(system, 'mine'),
        Attributes: { RawMessageDelivery: 'true' },
      }),
    )
    await sns.send(new PublishCommand({ TopicArn, Message: 'raw' }))

    const records = ['a', 'b', 'c'].map((it) => ({ Data: Buffer.from(it), PartitionKey: 'same' }))
    const { Records } = await kinesis.send(
      new PutRecordsCommand({ StreamName: 'order-events', Records: records }),
    )
    bookmark = { shard: Records![0]!.ShardId!, number: Records![1]!.SequenceNumber! }
  }, 60_000)

  async function isThere() {
    const { Items } = await dynamodb.send(new ScanCommand({ TableName: table }))
    const counts = Object.fromEntries(Items!.map((item) => [item.order_id!.S, item.n!.N]))
    expect(counts).toEqual({ kept: '0', counted: '21', new: '1' })
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: 'by-hand', Key: { id: { S: 'x' } } }),
    )
    expect(Item).toEqual({ id: { S: 'x' } })

    expect(await inQueue('order-submission-queue')).toEqual(['second'])
    expect(await inQueue(fifo)).toEqual(['pay 2', 'pay 3', 'pay 4', 'pay 5'])
    const outcomes = async (queue: string) =>
      (await inQueue(queue)).map((body) => (JSON.parse(body) as { Message: string }).Message)
    expect(await outcomes('payment-results-queue')).toEqual(['paid', 'refused'])
    expect(await outcomes('notification-queue')).toEqual(['refused'])
    expect(await outcomes('loyalty-accrual-queue')).toEqual(['paid'])
    expect(await inQueue('mine')).toEqual(['raw'])
    expect(await streamData('order-events')).toEqual(['a', 'b', 'c'])
    expect(await streamData('order-events', bookmark)).toEqual(['c'])
  }

  test('is there', isThere, 60_000)
  test('is there after kill -9 of MiniStack', async () => {
    await killMiniStack()
    await isThere()
  }, 60_000)
  test('and after a second one', async () => {
    await killMiniStack()
    await isThere()
  }, 60_000)
  test('and after deaths while it is put back, of which nothing is called lost', async () => {
    for (const ms of [0, 300, 600, 900]) {
      await killMiniStack()
      await expect.poll(() => gateway.engine.processes().length, { timeout: 30_000 }).toBe(1)
      await new Promise((done) => setTimeout(done, ms))
    }
    await isThere()
    expect(gateway.said.filter((it) => it.what === 'could not bring back')).toEqual([])
    await expect.poll(() => gateway.engine.health(), { timeout: 30_000 }).toBeNull()
  }, 120_000)
  test('and after a restart of everything', async () => {
    gateway = await gateway.again()
    connect()
    await isThere()
  }, 60_000)
  test('of a load that a kill -9 falls into, all that was acknowledged, and nothing refused but to be tried again', async () => {
    const load = await loadThrough(killMiniStack)
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: 'payment-transactions' }))
    const stored = new Map(Items.map((item) => [item.order_id!.S!, Number(item.n?.N ?? 0)]))
    expect(load.put.filter((id) => !stored.has(id))).toEqual([])
    expect(stored.get('counter')).toBeGreaterThanOrEqual(load.counted)
    expect(stored.get('counter')).toBeLessThanOrEqual(load.counted + load.refused.length)
    const queued = await inQueue('order-submission-queue')
    expect(load.sent.filter((body) => !queued.includes(body))).toEqual([])
    expect(load.put.length).toBeGreaterThan(20)
    expect(load.refused.filter((name) => name !== 'ServiceUnavailable')).toEqual([])
  }, 90_000)
  test('and counts go on from where they were', async () => {
    for (let i = 0; i < 3; i++) {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { order_id: { S: 'counted' } },
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
      )
      await killMiniStack()
    }
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: table, Key: { order_id: { S: 'counted' } } }),
    )
    expect(Item!.n!.N).toBe('24')
  }, 90_000)
})
