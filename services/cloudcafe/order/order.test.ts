import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp } from '../../../lib/app.ts'
import { metrics } from '../../../lib/metrics.ts'
import { type Aurora, auroraOf, openPool } from '../../../lib/stores/aurora.ts'
import { dynamodb } from '../../../lib/stores/aws.ts'
import { migrate } from '../../../lib/stores/migrations.ts'
import { valkey } from '../../../lib/stores/valkey.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { menuItems } from '../../../model/systems/cloudcafe/seed.ts'
import { type TestCloud, testCloud } from '../fixture/cloud.ts'
import { activeOrders } from './active-orders.ts'
import { orderApp } from './app.ts'
import { listing, lookup } from './lookup.ts'
import { migrations } from './migrations.ts'
import { placement } from './placement.ts'
import { projectionRelay } from './projection.ts'
import type { Order } from './schema.ts'
import { sessions } from './sessions.ts'
import { orderStore } from './store.ts'

const DAY_MS = 86_400_000
const { health } = cloudcafe.workloads.order
let cloud: TestCloud
let database: Aurora
let stop: () => Promise<void>
let app: ReturnType<typeof newApp>
let keyTtlMs = DAY_MS

beforeAll(async () => {
  cloud = await testCloud(['aurora', 'elasticache', 'ministack'])
  const pool = async (role: string) => openPool(await cloud.url('aurora', role), { max: 4 }, cloud.log)
  database = auroraOf(await pool('writer'), await pool('reader'))
  await migrate(database.writer, 'order', migrations)
  const orders = orderStore(database)
  const active = activeOrders(dynamodb(), cloudcafe.resources['active-orders'].table, 3600)
  const cache = valkey(await cloud.url('elasticache'), cloud.log)
  const visits = sessions(cache, 60)
  const prices = async () => new Map<string, number>(menuItems.map((it) => [it.sku, it.price_cents]))
  const projection = projectionRelay(database, active, cloud.log)
  await projection.start?.()
  const place: ReturnType<typeof placement> = (...order) =>
    placement(orders, prices, async () => undefined, keyTtlMs)(...order)
  app = newApp(cloud.log, health)
  orderApp({
    place,
    find: lookup(orders, active, cloud.log),
    list: listing(orders, active, visits, cloud.log),
    sessions: visits,
    metrics: metrics({ Workload: 'order' }, () => undefined),
    placed: projection.wake,
  })(app)
  stop = async () => {
    await projection.close()
    cache.disconnect()
    await Promise.all([database.writer.end(), database.reader.end(), app.close()])
  }
})
afterAll(async () => {
  await stop?.()
  await cloud?.stop()
})

const latte = (customer_id = 'customer-00001', quantity = 2) => ({
  customer_id,
  store_id: 'store-001',
  items: [{ sku: 'latte', quantity, extras: ['vanilla'] }],
})
const post = (payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/orders', payload, headers })
const count = async (table: string, column: string, value: string) => {
  const { rows } = await database.writer.query<{ n: number }>(
    `select count(*) as n from ${table} where ${column} = $1`,
    [value],
  )
  return rows[0]!.n
}

test('an order is priced, written with its lines and messages, and found again', async () => {
  const answer = await post(latte())
  expect(answer.statusCode).toBe(201)
  const order = answer.json<Order>()
  expect(order).toMatchObject({ status: 'submitted', total_cents: 1000, version: 1 })
  for (const asked of ['http://alb/api/orders', 'http://task/orders'])
    expect(new URL(String(answer.headers.location), asked).href).toBe(`${asked}/${order.order_id}`)
  expect(await count('order_items', 'order_id', order.order_id)).toBe(1)
  expect(await count('outbox', 'order_id', order.order_id)).toBe(1)
  const found = await app.inject(`/orders/${order.order_id}`)
  expect(found.json()).toEqual(order)
})

test('the projection carries the last state, and the customer finds the order there', async () => {
  const customer = `customer-${randomUUID()}`
  const { order_id } = (await post(latte(customer))).json<Order>()
  await orderStore(database).change([
    { order_id, from: 'submitted', to: 'refused', targets: [], reason: 'short' },
  ])
  await expect
    .poll(
      async () => (await app.inject(`/orders?customer_id=${customer}`)).json<{ orders: Order[] }>().orders,
      {
        timeout: 15_000,
      },
    )
    .toMatchObject([{ order_id, status: 'refused', version: 2, reason: 'short' }])
})

test('a session remembers its orders, newest first', async () => {
  const headers = { 'x-session-id': randomUUID() }
  const first = (await post(latte(), headers)).json<Order>()
  const second = (await post(latte(), headers)).json<Order>()
  const ids = async () => {
    const answer = await app.inject({ url: '/orders', headers })
    return answer.json<{ orders: Order[] }>().orders.map((it) => it.order_id)
  }
  await expect.poll(ids).toEqual([second.order_id, first.order_id])
})

test('every fault of a request is named, and nothing is written', async () => {
  const answer = await post({
    customer_id: '',
    store_id: 7,
    items: [{ sku: 'latte', quantity: 21, sugar: 1 }],
  })
  expect(answer.statusCode).toBe(400)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  const places = answer.json<{ errors: { at: string }[] }>().errors.map((it) => it.at)
  expect(new Set(places)).toEqual(new Set(['/customer_id', '/store_id', '/items/0', '/items/0/quantity']))
})

test('what the menu does not have is a 422 that names it', async () => {
  const answer = await post({
    ...latte(),
    items: [
      { sku: 'beer', quantity: 1 },
      { sku: 'gin', quantity: 1 },
    ],
  })
  expect(answer.statusCode).toBe(422)
  expect(answer.json()).toMatchObject({ unknown_skus: ['beer', 'gin'] })
})

test('51 items are too many', async () => {
  const items = Array.from({ length: 51 }, () => ({ sku: 'latte', quantity: 1 }))
  expect((await post({ ...latte(), items })).statusCode).toBe(400)
})

test.each(['no-such-order', '01890000-0000-7000-8000-000000000000'])('order %s is a 404', async (id) => {
  expect((await app.inject(`/orders/${id}`)).statusCode).toBe(404)
})

test('a key replays the first answer, byte for byte, however the request is written', async () => {
  const headers = { 'idempotency-key': randomUUID() }
  const customer = `customer-${randomUUID()}`
  const first = await post(latte(customer), headers)
  const { customer_id, store_id, items } = latte(customer)
  const again = await post({ items, store_id, customer_id }, headers)
  expect(again.statusCode).toBe(201)
  expect(again.headers['idempotent-replayed']).toBe('true')
  expect(again.headers.location).toBe(first.headers.location)
  expect(again.body).toBe(first.body)
  expect(await count('orders', 'customer_id', customer)).toBe(1)
})

test('a key with another order is a 422', async () => {
  const headers = { 'idempotency-key': randomUUID() }
  await post(latte(), headers)
  expect((await post(latte('customer-00001', 3), headers)).statusCode).toBe(422)
})

test('many requests at once under one key make one order', async () => {
  const headers = { 'idempotency-key': randomUUID() }
  const customer = `customer-${randomUUID()}`
  const answers = await Promise.all(Array.from({ length: 12 }, () => post(latte(customer), headers)))
  expect(await count('orders', 'customer_id', customer)).toBe(1)
  expect(answers.map((it) => it.statusCode).every((code) => code === 201 || code === 409)).toBe(true)
  expect(answers.filter((it) => it.statusCode === 201 && !it.headers['idempotent-replayed'])).toHaveLength(1)
})

test('a key that is held by a request under way is a 409', async () => {
  const key = randomUUID()
  const other = await database.writer.connect()
  try {
    await other.query('begin')
    await other.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key])
    expect((await post(latte(), { 'idempotency-key': key })).statusCode).toBe(409)
  } finally {
    await other.query('rollback')
    other.release()
  }
  expect((await post(latte(), { 'idempotency-key': key })).statusCode).toBe(201)
})

test('an expired key counts as new', async () => {
  const headers = { 'idempotency-key': randomUUID() }
  keyTtlMs = -1
  const first = (await post(latte(), headers)).json<Order>()
  keyTtlMs = DAY_MS
  const second = (await post(latte(), headers)).json<Order>()
  expect(second.order_id).not.toBe(first.order_id)
})

test('a statement that is sent again after its answer was lost writes one order', async () => {
  const { order_id } = (await post(latte())).json<Order>()
  const orders = orderStore(database)
  const [order] = await orders.find([order_id], 'writer')
  const key = {
    key: randomUUID(),
    requestHash: 'x',
    response: '{}',
    expiresAt: new Date(Date.now() + DAY_MS),
  }
  const again = { ...order!, order_id: order_id.replace(/.$/, (it) => (it === '0' ? '1' : '0')) }
  expect(await orders.place(again, [], key)).toEqual({ kind: 'placed' })
  expect(await orders.place(again, [], key)).toEqual({ kind: 'placed' })
  expect(await orders.place(again, [])).toEqual({ kind: 'placed' })
  expect(await count('order_items', 'order_id', again.order_id)).toBe(1)
})

test('whatever changes come in whatever order, an order moves along its states only', async () => {
  const orders = orderStore(database)
  const steps = [
    ['submitted', 'reserved'],
    ['reserved', 'paid'],
    ['submitted', 'refused'],
    ['reserved', 'refused'],
  ] as const
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 8 }), async (wanted) => {
      const { order_id } = (await post(latte())).json<Order>()
      let status = 'submitted'
      let version = 1
      for (const [from, to] of wanted) {
        const changed = await orders.change([{ order_id, from, to, targets: ['order-events'] }])
        expect(changed).toEqual(from === status ? [order_id] : [])
        if (from === status) [status, version] = [to, version + 1]
      }
      const [now] = await orders.find([order_id], 'writer')
      expect(now).toMatchObject({ status, version })
    }),
    { numRuns: 25 },
  )
})

test('orders taken during a failover are answered in the end, and each is written once', async () => {
  const customer = `customer-${randomUUID()}`
  await post(latte(customer))
  const failover = cloud.aurora().failover()
  const keys = Array.from({ length: 10 }, () => ({ 'idempotency-key': randomUUID() }))
  const answers = await Promise.all(keys.map((headers) => post(latte(customer), headers)))
  await failover
  const again = await Promise.all(keys.map((headers) => post(latte(customer), headers)))
  expect(again.map((it) => it.statusCode)).toEqual(keys.map(() => 201))
  expect(answers.every((it) => it.statusCode === 201 || it.statusCode === 503)).toBe(true)
  expect(await count('orders', 'customer_id', customer)).toBe(1 + keys.length)
})
