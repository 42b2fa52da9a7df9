import { randomUUID } from 'node:crypto'
import { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } from '@aws-sdk/client-kinesis'
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Component } from '../../../lib/parts.ts'
import { queueConsumer } from '../../../lib/queue.ts'
import { type Aurora, auroraOf, openPool } from '../../../lib/stores/aurora.ts'
import { dynamodb, kinesis, sqs } from '../../../lib/stores/aws.ts'
import { migrate } from '../../../lib/stores/migrations.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import {
  type OrderEvent,
  type OrderStatus,
  OrderSubmitted,
  PaymentOutcome,
  type PaymentRequested,
} from '../../../model/systems/cloudcafe/messages.ts'
import { menuItems } from '../../../model/systems/cloudcafe/seed.ts'
import { type TestCloud, testCloud } from '../fixture/cloud.ts'
import { type Stock, stock as stockIn } from '../inventory/stock.ts'
import { preparation } from './clock.ts'
import { migrations } from './migrations.ts'
import { outboxRelay, type Send } from './outbox.ts'
import { placement } from './placement.ts'
import { results } from './results.ts'
import { orderSubmitted, paymentRequested, toInventory, toQueue, toStream } from './senders.ts'
import { type OrderStore, orderStore, type Target } from './store.ts'
import { submissions } from './submissions.ts'

const { resources } = cloudcafe
const QUEUES = ['order-submission', 'payment-processing', 'payment-results'] as const
const STORE = `store-${randomUUID()}`
let cloud: TestCloud
let database: Aurora
let orders: OrderStore
let stock: Stock
let place: ReturnType<typeof placement>
const parts: Component[] = []
/** Targets that refuse everything for now, and what they were offered. */
const refusing = new Map<Target, number>()

beforeAll(async () => {
  cloud = await testCloud(['aurora', 'ministack'])
  const pool = async (role: string) => openPool(await cloud.url('aurora', role), { max: 3 }, cloud.log)
  database = auroraOf(await pool('writer'), await pool('reader'))
  await migrate(database.writer, 'order', migrations)
  orders = orderStore(database)
  stock = stockIn(dynamodb(), resources['store-inventory'].table, 3600)
  await stock.open(STORE, ['latte', 'mocha'], 10)
  const prices = async () => new Map<string, number>(menuItems.map((it) => [it.sku, it.price_cents]))
  place = placement(orders, prices, async () => undefined, 1000)
  const relay = outboxRelay(database, senders(), cloud.log)
  const env = { system: cloudcafe, of: (key: string) => urls.get(key)! }
  const urls = new Map(
    QUEUES.map((id) => [`${id.toUpperCase().replaceAll('-', '_')}_QUEUE_URL`, cloud.queueUrl(id)]),
  )
  parts.push(
    relay,
    preparation(orders, relay.wake, cloud.log),
    queueConsumer(
      env,
      'submissions-in',
      OrderSubmitted,
      submissions(orders, stock, relay.wake, cloud.log),
      cloud.log,
    ),
    queueConsumer(env, 'results-in', PaymentOutcome, results(orders, 200, relay.wake, cloud.log), cloud.log),
  )
  for (const part of parts) await part.start?.()
})
afterAll(async () => {
  for (const part of parts.toReversed()) await part.close()
  await Promise.all([database?.writer.end(), database?.reader.end()])
  await cloud?.stop()
})

function senders(): Record<Target, Send> {
  const group = resources['payment-processing'].fifo.groupId
  const real: Record<Target, Send> = {
    'order-submission': toQueue(sqs(), cloud.queueUrl('order-submission'), orderSubmitted),
    'payment-processing': toQueue(sqs(), cloud.queueUrl('payment-processing'), paymentRequested, group),
    'order-events': toStream(kinesis(), resources['order-events'].stream, 'customer_id'),
    'analytics-events': toStream(kinesis(), resources['analytics-events'].stream, 'store_id'),
    inventory: toInventory({ reserve: stock.reserve, release: stock.release }),
  }
  const gate =
    (target: Target): Send =>
    async (rows) => {
      if (!refusing.has(target)) return real[target](rows)
      refusing.set(target, refusing.get(target)! + rows.length)
      throw new Error(`${target} refuses`)
    }
  return Object.fromEntries(Object.keys(real).map((id) => [id, gate(id as Target)])) as Record<Target, Send>
}

const newOrder = async (sku: string, quantity = 1) => {
  const wanted = { customer_id: `customer-${randomUUID()}`, store_id: STORE, items: [{ sku, quantity }] }
  return (await place(wanted, 'Root=1-test')).order
}
const statusOf = async (id: string) => (await orders.find([id], 'writer'))[0]?.status
const reaches = (id: string, status: OrderStatus) =>
  expect.poll(() => statusOf(id), { timeout: 30_000, interval: 50 }).toBe(status)
const pieces = async (sku: string) => (await stock.ofStore(STORE))!.find((it) => it.sku === sku)!.on_hand

/** The request for payment of an order, taken from the queue. */
async function paymentOf(orderId: string): Promise<PaymentRequested> {
  const QueueUrl = cloud.queueUrl('payment-processing')
  for (;;) {
    const { Messages = [] } = await sqs().send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }))
    for (const { Body, ReceiptHandle } of Messages) {
      await sqs().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
      const request = JSON.parse(Body!) as PaymentRequested
      if (request.order_id === orderId) return request
    }
  }
}
async function pay(request: PaymentRequested, outcome: 'paid' | 'refused', times = 1) {
  const at = new Date().toISOString()
  const result: PaymentOutcome = { ...request, outcome, charge_id: null, reason: null, at }
  const MessageBody = JSON.stringify({ Type: 'Notification', Message: JSON.stringify(result) })
  const QueueUrl = cloud.queueUrl('payment-results')
  for (let i = 0; i < times; i += 1) await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody }))
}
/** What a stream carries of an order. */
async function eventsOf(stream: string, orderId: string): Promise<OrderEvent[]> {
  const { Shards = [] } = await kinesis().send(new ListShardsCommand({ StreamName: stream }))
  const all = await Promise.all(
    Shards.map(async ({ ShardId }) => {
      const from = { StreamName: stream, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const
      const { ShardIterator } = await kinesis().send(new GetShardIteratorCommand(from))
      return (await kinesis().send(new GetRecordsCommand({ ShardIterator }))).Records ?? []
    }),
  )
  return all
    .flat()
    .map((it) => JSON.parse(Buffer.from(it.Data!).toString()) as OrderEvent)
    .filter((it) => it.order_id === orderId)
}

test('an order goes its way to ready, and every step is told on both streams', async () => {
  const before = await pieces('latte')
  const { order_id, trace_id, total_cents } = await newOrder('latte', 2)
  const request = await paymentOf(order_id)
  expect(request).toMatchObject({ trace_id, total_cents })
  expect([await statusOf(order_id), await pieces('latte')]).toEqual(['reserved', before - 2])
  await pay(request, 'paid', 2)
  await reaches(order_id, 'ready')
  for (const id of ['order-events', 'analytics-events'] as const)
    await expect
      .poll(async () => (await eventsOf(resources[id].stream, order_id)).map((it) => it.event_id).sort(), {
        timeout: 15_000,
      })
      .toEqual(['paid', 'ready', 'reserved', 'submitted'].map((status) => `${order_id}:${status}`))
  await expect
    .poll(async () => (await database.writer.query('select * from outbox')).rowCount, { timeout: 15_000 })
    .toBe(0)
})

test('an order that the store is short of is refused, and takes nothing', async () => {
  const before = await pieces('mocha')
  const { order_id } = await newOrder('mocha', 11)
  await reaches(order_id, 'refused')
  expect((await orders.find([order_id], 'writer'))[0]?.reason).toContain('mocha')
  expect(await pieces('mocha')).toBe(before)
})

test('a refused payment gives the stock back', async () => {
  const before = await pieces('mocha')
  const { order_id } = await newOrder('mocha', 3)
  await pay(await paymentOf(order_id), 'refused', 2)
  await reaches(order_id, 'refused')
  await expect.poll(() => pieces('mocha'), { timeout: 15_000 }).toBe(before)
})

test('a target that is down holds back its own messages only, and gets them later', async () => {
  refusing.set('order-events', 0)
  const { order_id } = await newOrder('latte')
  await pay(await paymentOf(order_id), 'paid')
  await reaches(order_id, 'ready')
  await expect.poll(() => refusing.get('order-events'), { timeout: 15_000 }).toBeGreaterThan(0)
  expect(await eventsOf(resources['order-events'].stream, order_id)).toEqual([])
  refusing.clear()
  await expect
    .poll(
      async () =>
        new Set((await eventsOf(resources['order-events'].stream, order_id)).map((it) => it.status)),
      { timeout: 15_000 },
    )
    .toEqual(new Set(['submitted', 'reserved', 'paid', 'ready']))
})

test('the message of an order that is stuck is sent again, and the wait doubles', async () => {
  refusing.set('order-submission', 0)
  const { order_id } = await newOrder('latte')
  await database.writer.query('delete from outbox where order_id = $1', [order_id])
  await database.writer.query(`update orders set updated_at = now() - interval '100 s' where order_id = $1`, [
    order_id,
  ])
  expect(await orders.sweep('submitted', 'order-submission', 90)).toEqual([order_id])
  expect(await orders.sweep('submitted', 'order-submission', 90)).toEqual([])
  refusing.clear()
  await reaches(order_id, 'reserved')
})
