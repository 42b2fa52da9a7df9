import { createHash } from 'node:crypto'
import {
  BatchGetItemCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { queueUrl } from '../../../model/names.ts'
import type { PaymentOutcome } from '../../../model/systems/cloudcafe/messages.ts'
import { type LambdaWorld, lambdaWorld } from './fixtures/world.ts'

let world: LambdaWorld
let sqs: SQSClient
let db: DynamoDBClient
const WAIT = { timeout: 60_000, interval: 200 }

beforeAll(async () => {
  world = await lambdaWorld()
  sqs = new SQSClient(world.config)
  db = new DynamoDBClient(world.config)
  await world.lambda.start()
})
afterAll(() => world.stop())

const urlOf = (id: string) => {
  const resource = world.ctx.system.resources[id]
  if (resource?.kind !== 'sqs') throw new Error(`${id} is no queue`)
  return queueUrl(world.ctx.system, resource.queue, world.config.endpoint)
}
/** Order ids of one test begin alike. */
const prefixOf = (test: string) => createHash('sha256').update(test).digest('hex').slice(0, 8)
const orderId = (test: string, n: number) => `${prefixOf(test)}-0000-7000-8000-${String(n).padStart(12, '0')}`
const request = (test: string, n: number, customer_id = `customer-of-${test}-${n}`) => ({
  order_id: orderId(test, n),
  customer_id,
  store_id: 'store-001',
  total_cents: 450,
  trace_id: 't',
})
const sendPayments = async (requests: readonly ReturnType<typeof request>[]) => {
  for (let from = 0; from < requests.length; from += 10) {
    const Entries = requests.slice(from, from + 10).map((it, i) => ({
      Id: String(i),
      MessageBody: JSON.stringify(it),
      MessageGroupId: it.customer_id,
    }))
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: urlOf('payment-processing'), Entries }))
  }
}
const transactions = async (test: string) => {
  const { Items = [] } = await db.send(new ScanCommand({ TableName: 'payment-transactions' }))
  return Items.filter((it) => it.order_id?.S?.startsWith(prefixOf(test)))
}
const receiveAll = async (id: string): Promise<PaymentOutcome[]> => {
  const outcomes: PaymentOutcome[] = []
  for (;;) {
    const command = { QueueUrl: urlOf(id), MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(command))
    if (Messages.length === 0) return outcomes
    outcomes.push(...Messages.map((it) => JSON.parse(JSON.parse(it.Body!).Message)))
  }
}
const waitingIn = async (id: string) => {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const
  const command = { QueueUrl: urlOf(id), AttributeNames: [...AttributeNames] }
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand(command))
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes![name]), 0)
}

test('payments are charged, logged and published once each', async () => {
  const orders = Array.from({ length: 100 }, (_, n) => request('once', n, `customer-${n % 30}`))
  await sendPayments(orders)
  await vi.waitFor(async () => expect(await transactions('once')).toHaveLength(100), WAIT)
  const charged = (await world.provider.ledger()).filter((it) => it.order_id.startsWith(prefixOf('once')))
  expect(charged).toHaveLength(100)
  const outcomes = (await receiveAll('payment-results')).filter((it) =>
    it.order_id.startsWith(prefixOf('once')),
  )
  expect(new Set(outcomes.map((it) => it.order_id)).size).toBe(100)
  expect(outcomes.some((it) => it.outcome === 'paid' && it.charge_id !== null)).toBe(true)
  const accruals = await receiveAll('loyalty-accrual')
  expect(accruals.every((it) => it.outcome === 'paid')).toBe(true)
})

test('a message that comes again has no second effect, and its outcome stays', async () => {
  await sendPayments([request('again', 1)])
  await vi.waitFor(async () => expect(await transactions('again')).toHaveLength(1), WAIT)
  const [first] = await transactions('again')
  // another body makes SQS take it for a new message
  await sendPayments([{ ...request('again', 1), trace_id: 'second' }])
  await vi.waitFor(async () => expect(await waitingIn('payment-processing')).toBe(0), WAIT)
  expect(await transactions('again')).toEqual([first])
  expect((await world.provider.ledger()).filter((it) => it.order_id === orderId('again', 1))).toHaveLength(1)
  const outcomes = (await receiveAll('payment-results')).filter((it) => it.order_id === orderId('again', 1))
  expect(new Set(outcomes.map((it) => JSON.stringify(it))).size).toBe(1)
})

test('a poison message goes to the dead letters alone', async () => {
  const MessageBody = 'no json at all'
  await sqs.send(
    new SendMessageCommand({ QueueUrl: urlOf('payment-processing'), MessageBody, MessageGroupId: 'poison' }),
  )
  await sendPayments([request('beside', 1), request('beside', 2)])
  await vi.waitFor(async () => expect(await transactions('beside')).toHaveLength(2), WAIT)
  await vi.waitFor(async () => expect(await waitingIn('payment-processing-dlq')).toBe(1), WAIT)
})

test('while the provider is down nothing is lost; afterwards all is paid once, in order for each customer', async () => {
  await world.provider.stop()
  const orders = Array.from({ length: 6 }, (_, n) => request('outage', n, `patient-${n % 2}`))
  await sendPayments(orders)
  const failed = () =>
    world.lines.some((line) => line.includes('payment failed') && line.includes(prefixOf('outage')))
  await vi.waitFor(() => expect(failed()).toBe(true), WAIT)
  await world.provider.start()
  await vi.waitFor(async () => expect(await transactions('outage')).toHaveLength(6), WAIT)
  const charged = (await world.provider.ledger()).filter((it) => it.order_id.startsWith(prefixOf('outage')))
  for (const customer of [0, 1])
    expect(
      charged.filter((it) => Number(it.order_id.at(-1)) % 2 === customer).map((it) => it.order_id),
    ).toEqual([0, 2, 4].map((n) => orderId('outage', n + customer)))
})

test('changes of stock come into the counters, the newest wins', async () => {
  const TableName = 'store-inventory'
  const item = (sku: string, on_hand: number, version: number) => ({
    store_id: { S: 'store-777' },
    sku: { S: sku },
    on_hand: { N: String(on_hand) },
    version: { N: String(version) },
  })
  await db.send(new PutItemCommand({ TableName, Item: item('latte', 100, 1) }))
  await db.send(
    new PutItemCommand({ TableName, Item: { store_id: { S: 'store-777' }, sku: { S: 'store#opened' } } }),
  )
  for (let n = 0; n < 20; n += 1)
    await db.send(
      new UpdateItemCommand({
        TableName,
        Key: { store_id: { S: 'store-777' }, sku: { S: 'latte' } },
        UpdateExpression: 'ADD on_hand :minus, version :one',
        ExpressionAttributeValues: { ':minus': { N: '-2' }, ':one': { N: '1' } },
      }),
    )
  const { host, port } = world.memory.endpoint()
  const redis = new Redis({ host, port })
  await vi.waitFor(
    async () => expect(await redis.hgetall('stock:{store-777}')).toEqual({ latte: '60' }),
    WAIT,
  )
  redis.disconnect()
})

test('a change of stock that is none is set aside, and those beside it come into the counters', async () => {
  const TableName = 'store-inventory'
  const put = (sku: string, on_hand: { S: string } | { N: string }) =>
    db.send(
      new PutItemCommand({
        TableName,
        Item: { store_id: { S: 'store-778' }, sku: { S: sku }, on_hand, version: { N: '1' } },
      }),
    )
  await Promise.all([
    put('mocha', { N: '5' }),
    put('words', { S: 'many' }),
    put('less', { N: '-1' }),
    put('tea', { N: '6' }),
  ])
  await vi.waitFor(async () => expect(await waitingIn('stock-changes-dlq')).toBe(2), WAIT)
  const { host, port } = world.memory.endpoint()
  const redis = new Redis({ host, port })
  await vi.waitFor(
    async () => expect(await redis.hgetall('stock:{store-778}')).toEqual({ mocha: '5', tea: '6' }),
    WAIT,
  )
  redis.disconnect()
})

test('every outcome notifies its customer once', async () => {
  await sendPayments([request('notify', 1), request('notify', 2)])
  const sent = () =>
    world.lines.filter(
      (line) => line.includes('notification sent') && line.includes(`"${prefixOf('notify')}`),
    )
  await vi.waitFor(() => expect(sent()).toHaveLength(2), WAIT)
  expect(world.lines.some((line) => line.includes('_aws') && line.includes('NotificationsSent'))).toBe(true)
})

test('an environment that is killed in the middle of a batch loses and doubles nothing', async () => {
  const orders = Array.from({ length: 60 }, (_, n) => request('killed', n))
  await sendPayments(orders)
  const busy = () =>
    world.lambda.instances().find((it) => it.functionId === 'payment-processor' && it.state === 'busy')
  await vi.waitFor(() => expect(busy()).toBeDefined(), { timeout: 20_000, interval: 5 })
  process.kill(busy()!.pid!, 'SIGKILL')
  const Keys = orders.map((it) => ({ order_id: { S: it.order_id } }))
  const missing = async () => {
    const RequestItems = { 'payment-transactions': { Keys } }
    const { Responses } = await db.send(new BatchGetItemCommand({ RequestItems }))
    return 60 - (Responses?.['payment-transactions']?.length ?? 0)
  }
  // the batch that was cut comes back after its visibility timeout: at most its ten wait
  await vi.waitFor(async () => expect(await missing()).toBeLessThanOrEqual(10), WAIT)
  const charged = (await world.provider.ledger()).filter((it) => it.order_id.startsWith(prefixOf('killed')))
  expect(new Set(charged.map((it) => it.order_id)).size).toBe(charged.length)
  expect((await waitingIn('payment-processing')) + 60 - (await missing())).toBeGreaterThanOrEqual(60)
})

test('stress is refused without the token', async () => {
  const stress = { token: 'guess', invocation: 1, rounds: 1 }
  const outcome = await world.lambda.invoke('payment-processor', JSON.stringify({ stress }))
  expect(outcome.failed).toBe(true)
  expect(outcome.payload).toContain('the token is wrong')
})
