import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp } from '../../../lib/app.ts'
import { stockCounters } from '../../../lib/cloudcafe/stock-counters.ts'
import { dynamodb } from '../../../lib/stores/aws.ts'
import { valkey } from '../../../lib/stores/valkey.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { type TestCloud, testCloud } from '../fixture/cloud.ts'
import { inventoryApp } from './app.ts'
import { rateLimit } from './rate-limit.ts'
import type { Reservation, Reserved } from './schema.ts'
import { type Stock, stock as stockIn } from './stock.ts'
import { storeStatus } from './store-status.ts'

const { health } = cloudcafe.workloads.inventory
const SKUS = ['espresso', 'latte', 'mocha']
const BUCKET = { capacity: 20, perSecond: 10 }
let cloud: TestCloud
let stock: Stock
let app: ReturnType<typeof newApp>
let stop: () => Promise<void>

beforeAll(async () => {
  cloud = await testCloud(['ministack', 'memorydb'])
  const memory = valkey(await cloud.url('memorydb'), cloud.log)
  stock = stockIn(dynamodb(), cloudcafe.resources['store-inventory'].table, 3600)
  app = newApp(cloud.log, health)
  inventoryApp({
    stock,
    counters: stockCounters(memory),
    status: storeStatus(memory),
    takeToken: rateLimit(memory, BUCKET),
    log: cloud.log,
  })(app)
  stop = async () => {
    memory.disconnect()
    await app.close()
  }
})
afterAll(async () => {
  await stop?.()
  await cloud?.stop()
})

const newStore = async (pieces: number) => {
  const id = `store-${randomUUID()}`
  await stock.open(id, SKUS, pieces)
  return id
}
const onHand = async (store: string) =>
  Object.fromEntries((await stock.ofStore(store))!.map((it) => [it.sku, it.on_hand]))
const post = (url: string, payload: object, client = randomUUID()) =>
  app.inject({ method: 'POST', url, payload, headers: { 'x-client-id': client } })
const order = (store_id: string, ...items: [string, number][]): Reservation => ({
  order_id: randomUUID(),
  store_id,
  items: items.map(([sku, quantity]) => ({ sku, quantity })),
})
const outcomes = (results: readonly Reserved[]) => new Map(results.map((it) => [it.order_id, it.outcome]))

test('opening twice, at once, gives one opening stock', async () => {
  const id = `store-${randomUUID()}`
  const opened = await Promise.all([1, 2, 3].map(() => stock.open(id, SKUS, 10)))
  await stock.move({ store_id: id, sku: 'latte', delta: -3 })
  expect(await stock.open(id, SKUS, 10)).toBe(false)
  expect(opened.filter(Boolean)).toHaveLength(1)
  expect(await onHand(id)).toEqual({ espresso: 10, latte: 7, mocha: 10 })
})

test('many movements at once add up, and none takes what is not there', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: -6, max: 4 }), { minLength: 1, maxLength: 15 }),
      async (deltas) => {
        const store = await newStore(5)
        const moved = await Promise.all(
          deltas.map((delta) => stock.move({ store_id: store, sku: 'latte', delta })),
        )
        const sum = deltas.reduce((total, delta, i) => total + (moved[i]!.kind === 'moved' ? delta : 0), 5)
        const { latte } = await onHand(store)
        expect(latte).toBe(sum)
        expect(latte).toBeGreaterThanOrEqual(0)
      },
    ),
    { numRuns: 20 },
  )
})

test('reservations in any batches, repeated and side by side, never take more than there is', async () => {
  const item = fc.tuple(fc.constantFrom(...SKUS, 'tea'), fc.integer({ min: 1, max: 4 }))
  const orders = fc.array(fc.array(item, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(orders, fc.integer({ min: 1, max: 5 }), async (lines, batch) => {
      const stores = [await newStore(6), await newStore(6)]
      const wanted = lines.map((items, i) => order(stores[i % 2]!, ...items))
      const batches = wanted.flatMap((_, i) => (i % batch === 0 ? [wanted.slice(i, i + batch)] : []))
      const first = (await Promise.all(batches.map((it) => stock.reserve(it)))).flat()
      const again = await stock.reserve(
        wanted.filter((it) => outcomes(first).get(it.order_id) === 'reserved'),
      )
      expect(first).toHaveLength(wanted.length)
      expect(again.every((it) => it.outcome === 'reserved')).toBe(true)
      for (const store of stores) {
        const own = wanted.filter(
          (it) => it.store_id === store && outcomes(first).get(it.order_id) === 'reserved',
        )
        const left = await onHand(store)
        for (const sku of SKUS) expect(left[sku]).toBe(6 - taken(own, sku))
        expect(Math.min(...Object.values(left))).toBeGreaterThanOrEqual(0)
      }
    }),
    { numRuns: 20 },
  )
})
const taken = (orders: readonly Reservation[], sku: string) =>
  orders.flatMap((it) => it.items).reduce((sum, it) => sum + (it.sku === sku ? it.quantity : 0), 0)

test('an order that fits is not refused for one beside it that does not', async () => {
  const store = await newStore(5)
  const [big, small, other] = [
    order(store, ['latte', 6]),
    order(store, ['latte', 2]),
    order(store, ['mocha', 5]),
  ]
  const results = await stock.reserve([big, small, other])
  expect(outcomes(results)).toEqual(
    new Map([
      [big.order_id, 'short'],
      [small.order_id, 'reserved'],
      [other.order_id, 'reserved'],
    ]),
  )
  expect(results.find((it) => it.order_id === big.order_id)).toMatchObject({ short: ['latte'] })
  expect(await onHand(store)).toEqual({ espresso: 5, latte: 3, mocha: 0 })
})

test('more orders than one transaction holds are all reserved', async () => {
  const store = await newStore(1000)
  const wanted = Array.from({ length: 150 }, () => order(store, ['latte', 1], ['mocha', 2]))
  const results = await stock.reserve(wanted)
  expect(results.filter((it) => it.outcome === 'reserved')).toHaveLength(150)
  expect(await onHand(store)).toEqual({ espresso: 1000, latte: 850, mocha: 700 })
})

test('a release gives the stock back once, and the order does not take it again', async () => {
  const store = await newStore(5)
  const it = order(store, ['latte', 2], ['latte', 1])
  await stock.reserve([it])
  expect(await onHand(store)).toMatchObject({ latte: 2 })
  await Promise.all([stock.release([it, it]), stock.release([it])])
  await stock.release([it, { order_id: 'never-reserved', store_id: store }])
  await stock.reserve([it])
  expect(await onHand(store)).toMatchObject({ latte: 5 })
})

test('a movement with an id counts once', async () => {
  const store = await newStore(5)
  const update = { store_id: store, sku: 'latte', delta: -2, movement_id: 'delivery-1' }
  const answers = [await post('/inventory/update', update), await post('/inventory/update', update)]
  expect(answers.map((it) => it.json())).toEqual(
    [1, 2].map(() => ({ store_id: store, sku: 'latte', on_hand: 3 })),
  )
})

test('taking too much is a 409 that says what is there; an unknown SKU or store is a 404', async () => {
  const store = await newStore(5)
  const short = await post('/inventory/update', { store_id: store, sku: 'latte', delta: -6 })
  expect([short.statusCode, short.json().on_hand]).toEqual([409, 5])
  const marked = await post('/inventory/update', {
    store_id: store,
    sku: 'latte',
    delta: -6,
    movement_id: 'm',
  })
  expect(marked.statusCode).toBe(409)
  expect((await post('/inventory/update', { store_id: store, sku: 'beer', delta: 1 })).statusCode).toBe(404)
  expect((await app.inject('/inventory/store/nowhere')).statusCode).toBe(404)
})

test('a store is read from its counters, which follow an update', async () => {
  const store = await newStore(5)
  const read = async () => (await app.inject(`/inventory/store/${store}`)).json()
  expect(await read()).toMatchObject({
    status: 'open',
    items: [{ on_hand: 5 }, { on_hand: 5 }, { on_hand: 5 }],
  })
  await post('/inventory/update', { store_id: store, sku: 'latte', delta: 4 })
  await expect.poll(read).toMatchObject({ items: [{}, { sku: 'latte', on_hand: 9 }, {}] })
})

test('a counter never goes back to an older count', async () => {
  const counters = stockCounters(valkey(await cloud.url('memorydb'), cloud.log))
  const store_id = randomUUID()
  const versions = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 })
  await expect
    .poll(() =>
      counters.read(store_id).then(
        (it) => it.size,
        () => null,
      ),
    )
    .toBe(0)
  await fc.assert(
    fc.asyncProperty(versions, fc.uuid(), async (order, sku) => {
      for (const version of order) await counters.write([{ store_id, sku, on_hand: version * 10, version }])
      expect((await counters.read(store_id)).get(sku)).toBe(Math.max(...order) * 10)
    }),
    { numRuns: 20 },
  )
})

test('a closed store takes no orders', async () => {
  const store = await newStore(5)
  const it = order(store, ['latte', 1])
  const reserve = async () => (await post('/inventory/reservations', { reservations: [it] })).json().results
  await post(`/inventory/store/${store}/status`, { status: 'closed' })
  expect(await reserve()).toEqual([{ order_id: it.order_id, outcome: 'closed' }])
  await post(`/inventory/store/${store}/status`, { status: 'open' })
  expect(await reserve()).toEqual([{ order_id: it.order_id, outcome: 'reserved' }])
})

test('a client that asks too often is told when to come again; others, and services, are not held back', async () => {
  const store = await newStore(5)
  const ask = (client: string) =>
    app.inject({ url: `/inventory/store/${store}`, headers: { 'x-client-id': client } })
  const eager = randomUUID()
  const answers = await Promise.all(Array.from({ length: BUCKET.capacity * 3 }, () => ask(eager)))
  const refused = answers.filter((it) => it.statusCode === 429)
  expect(refused.length).toBeGreaterThan(0)
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(BUCKET.capacity)
  expect(Number(refused[0]!.headers['retry-after'])).toBeGreaterThanOrEqual(1)
  expect((await ask(randomUUID())).statusCode).toBe(200)
  const releases = [{ order_id: 'never-reserved', store_id: store }]
  expect((await post('/inventory/releases', { releases }, eager)).statusCode).toBe(200)
  expect(
    (await app.inject({ url: `/inventory/store/${store}/status`, headers: { 'x-client-id': eager } }))
      .statusCode,
  ).toBe(200)
})

test('without MemoryDB the record answers, and nobody is held back', async () => {
  const store = await newStore(5)
  const heal = cloud.links.add((link) => link.to === 'memorydb', { kind: 'reset', percent: 100 })
  cloud.links.cut('memorydb')
  try {
    const answers = await Promise.all(
      Array.from({ length: BUCKET.capacity * 2 }, () => app.inject(`/inventory/store/${store}`)),
    )
    expect(new Set(answers.map((it) => it.statusCode))).toEqual(new Set([200]))
    expect(answers[0]!.json().items).toHaveLength(SKUS.length)
  } finally {
    heal()
  }
})
