import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  CreateStreamCommand,
  KinesisClient,
  PutRecordCommand,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localMetrics } from '../../../../cli/site.ts'
import { migrate } from '../../../../lib/stores/migrations.ts'
import { localGenerator } from '../../../../loadtests/load.ts'
import { redshift } from '../../../../local/engines/redshift.ts'
import { platform } from '../../../../model/platform.ts'
import { cloudcafe } from '../../../../model/systems/cloudcafe/index.ts'
import { accountEmulator } from '../../../../rehearsal/emulators/index.ts'
import { migrations as loyaltyTables } from '../../../../services/cloudcafe/loyalty/migrations.ts'
import { migrations as orderTables } from '../../../../services/cloudcafe/order/migrations.ts'
import { testContext } from '../../../../test/contract/context.ts'
import { postgresAt } from '../../database.ts'
import { type Stage, stageOf, storeOf } from '../../site.ts'
import { holds, prepareAll } from '../count.ts'
import type { Invariant } from '../invariant.ts'
import { acceptedOrders } from './accepted-orders.ts'
import { orderEvents } from './order-events.ts'
import { orderOutcomes } from './order-outcomes.ts'
import { payments } from './payments.ts'
import { points } from './points.ts'
import { stock } from './stock.ts'

// The services' own tables on a real PostgreSQL and a real DynamoDB API; the ledger is this test's.
const place = testContext()
const database = redshift('redshift', cloudcafe.resources.redshift, place.ctx)
const emulator = accountEmulator(place.ctx)
const LOAD = 'this-load'
const charges: (object | string)[] = []
const ledger = createServer((_, response) =>
  response.end(charges.map((it) => `${typeof it === 'string' ? it : JSON.stringify(it)}\n`).join('')),
)
let stage: Stage
let documents: DynamoDBDocumentClient
const { 'store-inventory': shelves, 'payment-transactions': log } = cloudcafe.resources

beforeAll(async () => {
  await Promise.all([database.start(), emulator.start()])
  await new Promise<void>((resolve) => ledger.listen(0, platform.host, resolve))
  const { user, password } = platform.database
  const at = (it: { host: string; port: number }) => `${it.host}:${it.port}`
  const connectionString = `postgres://${user}:${password}@${at(database.endpoint())}/${cloudcafe.resources.redshift.database}`
  stage = stageOf({
    system: cloudcafe,
    local: true,
    timeScale: 10,
    awsEndpoint: `http://${at(emulator.endpoint())}`,
    credentials: platform.credentials,
    endpoints: { payments: `http://${platform.host}:${(ledger.address() as AddressInfo).port}` },
    load: localGenerator({ system: cloudcafe, local: true, timeScale: 10, frontDoor: '' }),
    stores: { aurora: postgresAt(async () => connectionString) },
    metrics: localMetrics(cloudcafe),
    templates: null,
    statusUrl: null,
    command: (name) => `./cafe ${name}`,
    state: place.ctx.state,
  })
  const pool = new pg.Pool({ connectionString })
  await migrate(pool, 'order', orderTables)
  await migrate(pool, 'loyalty', loyaltyTables)
  await pool.end()
  documents = DynamoDBDocumentClient.from(stage.clients.of(DynamoDBClient))
  await createTable(shelves.table, ['store_id', 'sku'])
  await createTable(log.table, ['order_id'])
  const { stream } = cloudcafe.resources['order-events']
  await stage.clients.of(KinesisClient).send(new CreateStreamCommand({ StreamName: stream, ShardCount: 1 }))
  await waitUntilStreamExists(
    { client: stage.clients.of(KinesisClient), maxWaitTime: 20 },
    { StreamName: stream },
  )
  await shelf(100)
}, 60_000)

afterAll(async () => {
  ledger.close()
  stage.clients.close()
  await Promise.all([database.stop(), emulator.stop()])
  await place.remove()
})

const createTable = (TableName: string, keys: readonly string[]) =>
  stage.clients.of(DynamoDBClient).send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys.map((AttributeName, i) => ({ AttributeName, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
    }),
  )

const put = (TableName: string, Item: object) =>
  documents.send(new PutCommand({ TableName, Item: { ...Item } }))
const shelf = (on_hand: number) =>
  put(shelves.table, { store_id: 'store-001', sku: 'latte', on_hand, version: 1 })

/** An order of two lattes as the services would leave it in Aurora. */
async function order(status: string): Promise<string> {
  const id = randomUUID()
  const aurora = storeOf(stage, 'aurora')
  await aurora.query(
    `insert into orders (order_id, customer_id, store_id, status, total_cents, item_count, trace_id, created_at, updated_at)
     values ($1, $2, 'store-001', $3, 905, 2, 't', now(), now())`,
    [id, `customer-of-${id}`, status],
  )
  await aurora.query(`insert into order_items values ($1, 1, 'latte', 2, 'medium', '{}', 450)`, [id])
  return id
}
const charge = (order_id: string, more: object = {}) =>
  void charges.push({ charge_id: randomUUID(), order_id, amount_cents: 905, status: 'succeeded', ...more })
async function earn(id: string, earned: number, balance = earned) {
  const customer = `customer-of-${id}`
  const aurora = storeOf(stage, 'aurora')
  await aurora.query(`insert into points_ledger values ($1, $2, 905, $3)`, [id, customer, earned])
  await aurora.query(`insert into users values ($1, $2, 'bronze')`, [customer, balance])
}

async function count(invariant: Invariant, accepted: readonly string[], meanwhile = async () => {}) {
  const [prepared] = await prepareAll([invariant], stage)
  await meanwhile()
  return holds(
    prepared!,
    { stage, accepted: () => accepted, startedAt: Date.now() - 60_000, load: LOAD },
    0,
    () => undefined,
  )
}

test('an accepted order that is not in Aurora, or that two visitors got, is found', async () => {
  const id = await order('ready')
  expect(await count(acceptedOrders, [id])).toMatchObject({ ok: true, counted: 1, expected: 1 })
  const lost = await count(acceptedOrders, [id, 'no-such-order'])
  expect(lost).toMatchObject({
    ok: false,
    violations: 1,
    examples: [expect.stringContaining('no-such-order')],
  })
  expect((await count(acceptedOrders, [id, id])).ok).toBe(false)
})

test('an order that is left half-way is found', async () => {
  const ends = [await order('ready'), await order('refused')]
  expect((await count(orderOutcomes, ends)).ok).toBe(true)
  for (const status of ['submitted', 'reserved', 'paid'])
    expect((await count(orderOutcomes, [...ends, await order(status)])).violations).toBe(1)
})

test('a second charge, a missing one, a wrong one and a missing log are found', async () => {
  const paid = async () => {
    const id = await order('ready')
    await put(log.table, { order_id: id })
    return id
  }
  const good = await paid()
  charge(good)
  const refused = await order('refused')
  charge(refused, { status: 'declined' })
  expect(await count(payments, [good, refused])).toMatchObject({ ok: true, counted: 1, expected: 1 })

  const twice = await paid()
  charge(twice)
  charge(twice)
  const wrong = await paid()
  charge(wrong, { amount_cents: 1 })
  const charged = await order('refused')
  charge(charged)
  const unlogged = await order('ready')
  charge(unlogged)
  for (const id of [twice, wrong, charged, unlogged, await paid()])
    expect(await count(payments, [good, id])).toMatchObject({ ok: false, violations: 1 })
})

test('points that are missing, too many, or not due are found', async () => {
  const good = await order('ready')
  await earn(good, 90)
  const refused = await order('refused')
  expect(await count(points, [good, refused])).toMatchObject({ ok: true, counted: 90, expected: 90 })
  const more = await order('ready')
  await earn(more, 91)
  const undeserved = await order('refused')
  await earn(undeserved, 90)
  for (const id of [more, undeserved, await order('ready')])
    expect(await count(points, [good, id])).toMatchObject({ ok: false, violations: 1 })
})

test('stock that leaves without an order, or with a refused one, is found', async () => {
  await shelf(100)
  const sold = count(stock, [], async () => {
    await order('ready')
    await shelf(98)
  })
  expect(await sold).toMatchObject({ ok: true, counted: 2, expected: 2 })
  const refused = count(stock, [], async () => {
    await order('refused')
    await shelf(96)
  })
  expect(await refused).toMatchObject({ ok: false, counted: 2, expected: 0 })
})

test('what cannot be counted is no violation, and says why', async () => {
  const away = { ...stage, site: { ...stage.site, endpoints: { payments: 'http://127.0.0.1:1' } } }
  const id = await order('ready')
  const [prepared] = await prepareAll([payments], away)
  const result = await holds(
    prepared!,
    { stage: away, accepted: () => [id], startedAt: 0, load: LOAD },
    0,
    () => undefined,
  )
  expect(result).toMatchObject({ ok: false, violations: 0, notCounted: expect.stringMatching(/\w/) })
})

test('without the ledger of the provider the rest is counted, and what is not is said', async () => {
  const away = { ...stage, site: { ...stage.site, endpoints: {} } }
  const [paid, forgotten] = [await order('ready'), await order('ready')]
  await put(log.table, { order_id: paid })
  const [prepared] = await prepareAll([payments], away)
  const of = (accepted: readonly string[]) =>
    holds(prepared!, { stage: away, accepted: () => accepted, startedAt: 0, load: LOAD }, 0, () => undefined)
  expect(await of([paid])).toMatchObject({
    ok: true,
    counted: 1,
    notChecked: expect.stringContaining('ledger'),
  })
  expect(await of([paid, forgotten])).toMatchObject({ ok: false, violations: 1 })
})

test('foreign records in the stream are named and left out', async () => {
  const id = await order('ready')
  const { stream } = cloudcafe.resources['order-events']
  const tell = (data: string) =>
    stage.clients
      .of(KinesisClient)
      .send(new PutRecordCommand({ StreamName: stream, PartitionKey: 'a', Data: Buffer.from(data) }))
  const event = (status: string) =>
    tell(JSON.stringify({ event_id: `${id}:${status}`, order_id: id, status }))
  const poison = ['test', '', 'null', '[]', '{"event_id":7}', `{"event_id":"${id}:ready","status":"ready"}`]
  for (const text of poison.filter(Boolean)) await tell(text)
  await event('submitted')
  expect(await count(orderEvents, [id])).toMatchObject({ ok: false, violations: 1, leftOut: { count: 5 } })
  await event('ready')
  const whole = await count(orderEvents, [id])
  expect(whole).toMatchObject({ ok: true, counted: 2, leftOut: { count: 5 } })
  expect(whole.leftOut.examples[0]).toMatch(/record \d+ of shardId-\d+ in .* is no order event/)
})

test('a ledger with lines that are no charges is read without them', async () => {
  const id = await order('ready')
  await put(log.table, { order_id: id, attempts: 'not a number' })
  charges.push(
    'test',
    '{"order_id":7}',
    'null',
    `{"order_id":"${id}","amount_cents":"much","status":"succeeded"}`,
  )
  charge(id)
  charge('an-order-of-nobody')
  expect(await count(payments, [id, id])).toMatchObject({ ok: true, leftOut: { count: 4 } })
  charge(id)
  expect(await count(payments, [id])).toMatchObject({ ok: false, violations: 1 })
})

test('items that are no shelves, and orders of others that took no stock, are named and left out', async () => {
  await shelf(100)
  const poisoned = await count(stock, [], async () => {
    await order('ready')
    await put(shelves.table, { store_id: 'store-001', sku: 'stone', on_hand: 'many', version: 1 })
    await put(shelves.table, { store_id: 'nowhere', sku: 'stone', on_hand: 7, version: 1 })
  })
  expect(poisoned).toMatchObject({ ok: true, violations: 0, leftOut: { count: 3 } })
  expect(await count(stock, [], () => shelf(99).then(() => undefined))).toMatchObject({ ok: false })
})

test('a balance that was off before the load is named, and one that goes off in it is found', async () => {
  const old = await order('ready')
  await earn(old, 90, 70)
  expect(await count(points, [old])).toMatchObject({ ok: true, leftOut: { count: 1 } })
  const worse = count(points, [old], async () => {
    await storeOf(stage, 'aurora').query('update users set points = points - 1 where customer_id = $1', [
      `customer-of-${old}`,
    ])
  })
  expect(await worse).toMatchObject({ ok: false, violations: 1, leftOut: { count: 0 } })
})

test('orders that nobody of this load placed are no accepted ones', async () => {
  await order('submitted')
  expect(await count(orderOutcomes, [await order('ready')])).toMatchObject({ ok: true, expected: 1 })
})
