import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp } from '../../../lib/app.ts'
import { type Aurora, auroraOf, openPool } from '../../../lib/stores/aurora.ts'
import { migrate } from '../../../lib/stores/migrations.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import type { PaymentOutcome } from '../../../model/systems/cloudcafe/messages.ts'
import { loyalty } from '../../../model/systems/cloudcafe/seed.ts'
import { type TestCloud, testCloud } from '../fixture/cloud.ts'
import { accruals } from './accruals.ts'
import { loadOf } from './aggregates.ts'
import { loyaltyApp } from './app.ts'
import { migrations } from './migrations.ts'
import { type LoyaltyStore, loyaltyStore } from './store.ts'
import { pointsFor, tierOf } from './tiers.ts'

const { health } = cloudcafe.workloads.loyalty
let cloud: TestCloud
let database: Aurora
let store: LoyaltyStore
let app: ReturnType<typeof newApp>

beforeAll(async () => {
  cloud = await testCloud(['aurora'])
  const pool = async (role: string) => openPool(await cloud.url('aurora', role), { max: 4 }, cloud.log)
  database = auroraOf(await pool('writer'), await pool('reader'))
  // two instances that start at once
  await Promise.all([1, 2].map(() => migrate(database.writer, 'loyalty', migrations)))
  store = loyaltyStore(database)
  app = newApp(cloud.log, health)
  loyaltyApp(store)(app)
})
afterAll(async () => {
  await Promise.all([database?.writer.end(), database?.reader.end()])
  await cloud?.stop()
})

const accrue = (payload: object) => app.inject({ method: 'POST', url: '/loyalty/accrue', payload })
const customer = () => `customer-${randomUUID()}`

test('an order earns its points once, and the customer sees them', async () => {
  const customer_id = customer()
  const order = { order_id: randomUUID(), customer_id, total_cents: 5059 }
  const [first, again] = [await accrue(order), await accrue(order)]
  expect(first.json()).toMatchObject({ accrued: 505, points: 505, tier: 'silver' })
  expect([again.json(), again.headers['idempotent-replayed']]).toEqual([first.json(), 'true'])
  await expect
    .poll(async () => (await app.inject(`/loyalty/points/${customer_id}`)).json())
    .toEqual({ customer_id, points: 505, tier: 'silver', next: { tier: 'gold', points_to_go: 1495 } })
})

test('the same order for another total is a 409, and a customer without points a 404', async () => {
  const order = { order_id: randomUUID(), customer_id: customer(), total_cents: 100 }
  await accrue(order)
  expect((await accrue({ ...order, total_cents: 101 })).statusCode).toBe(409)
  expect((await app.inject(`/loyalty/points/${customer()}`)).statusCode).toBe(404)
  expect((await accrue({ ...order, total_cents: -1 })).statusCode).toBe(400)
})

test('whatever comes twice, in whatever batches and side by side, points are those of each order once', async () => {
  const total = fc.integer({ min: 0, max: 300_000 })
  const plan = fc.array(
    fc.record({ who: fc.integer({ min: 0, max: 2 }), total, times: fc.integer({ min: 1, max: 3 }) }),
    {
      minLength: 1,
      maxLength: 20,
    },
  )
  await fc.assert(
    fc.asyncProperty(plan, fc.integer({ min: 1, max: 10 }), async (orders, batch) => {
      const customers = [customer(), customer(), customer()]
      const once = orders.map((it) => ({
        order_id: randomUUID(),
        customer_id: customers[it.who]!,
        total_cents: it.total,
      }))
      const sent = once.flatMap((it, i) => Array.from({ length: orders[i]!.times }, () => message(it)))
      const batches = sent.flatMap((_, i) => (i % batch === 0 ? [sent.slice(i, i + batch)] : []))
      await Promise.all(batches.map((messages) => accruals(store, cloud.log)(messages)))
      for (const id of customers) {
        const own = once.filter((it) => it.customer_id === id)
        const points = own.reduce((sum, it) => sum + pointsFor(it.total_cents), 0)
        const balance = await store.balance(id, 'writer')
        expect(balance).toEqual(own.length === 0 ? null : { customer_id: id, points, tier: tierOf(points) })
      }
    }),
    { numRuns: 25 },
  )
})

/** A payment's result. */
const message = (it: { order_id: string; customer_id: string; total_cents: number }): PaymentOutcome => ({
  ...it,
  store_id: 'store-001',
  outcome: 'paid',
  charge_id: 'charge',
  reason: null,
  at: new Date().toISOString(),
  trace_id: 'Root=1-test',
})

test('tiers begin where the model says', () => {
  for (const { name, from } of loyalty.tiers) {
    expect(tierOf(from)).toBe(name)
    if (from > 0) expect(tierOf(from - 1)).not.toBe(name)
  }
})

test('a load that is repeated, after more points, leaves each day and tier once', async () => {
  const warehouse = await database.writer.connect()
  try {
    const load = async () => {
      for (const statement of loadOf(await store.daily(2))) await warehouse.query(statement)
    }
    const totals = async (table: string, points: string) =>
      (await warehouse.query(`select sum(points)::bigint as points, ${points} as orders from ${table}`)).rows
    await load()
    await accrue({ order_id: randomUUID(), customer_id: customer(), total_cents: 1000 })
    await expect
      .poll(async () => {
        await load()
        return totals('loyalty_daily', 'sum(orders)')
      })
      .toEqual(await totals('points_ledger', 'count(*)'))
  } finally {
    warehouse.release()
  }
})

test('in each window one of many instances loads', async () => {
  const takers = () => Promise.all(Array.from({ length: 6 }, () => store.takeRun('test', 60)))
  expect((await takers()).filter(Boolean)).toHaveLength(1)
  expect((await takers()).filter(Boolean)).toHaveLength(0)
  await database.writer.query(`update aggregate_runs set due_at = now() where name = 'test'`)
  expect((await takers()).filter(Boolean)).toHaveLength(1)
})
