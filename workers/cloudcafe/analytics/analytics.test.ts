import * as fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Component } from '../../../lib/parts.ts'
import type { Aside } from '../../../lib/set-aside.ts'
import { orderStatuses } from '../../../model/systems/cloudcafe/messages.ts'
import { resources } from '../../../model/systems/cloudcafe/resources.ts'
import { type ConsumerParts, kinesisConsumer } from './consumer/consumer.ts'
import { leaseTable } from './consumer/leases.ts'
import { kinesisStream } from './consumer/shard.ts'
import { analyticsWorld, event, orderId } from './fixtures/world.ts'
import { loadsOf } from './load.ts'
import { type Loader, loader } from './loader.ts'
import { noCount, queryStorm } from './query-storm.ts'
import { historyOf, reports } from './reports.ts'

const WINDOW_MS = 6000
const WAIT = { timeout: 60_000, interval: 100 }
let world: Awaited<ReturnType<typeof analyticsWorld>>
let loading: Loader
let windows = 0

beforeAll(async () => {
  world = await analyticsWorld()
  const loaded = (count: number) => {
    windows += count
  }
  loading = loader({ warehouse: world.warehouse, windowMs: WINDOW_MS, retries: 1, log: world.log, loaded })
  await loading.start!()
})
afterAll(() => world.stop())

const recordsOf = (events: readonly object[]) =>
  events.map((it, n) => ({ sequenceNumber: String(n), data: JSON.stringify(it) }))
const one = async (sql: string) => (await world.rows(sql))[0]!

describe('loads', () => {
  test('facts stand once and windows add up, however often and in whatever parts they are loaded', async () => {
    const all = Array.from({ length: 40 }, (_, n) => n).flatMap((n) =>
      (['submitted', n % 4 === 0 ? 'refused' : 'paid'] as const).map((status) =>
        event(n, status, `prop-${n % 3}`),
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(all, { minLength: 1 }), async (some) => {
        await loading.load(recordsOf(some))
        await loading.load(recordsOf(some.slice(some.length / 2)))
      }),
      { numRuns: 6 },
    )
    await loading.load(recordsOf(all))
    expect(
      await one(`SELECT COUNT(*), COUNT(DISTINCT event_id) FROM order_facts WHERE store_id LIKE 'prop-%'`),
    ).toEqual([80, 80])
    const totals = `SELECT SUM(orders)::bigint, SUM(paid)::bigint, SUM(refused)::bigint, SUM(revenue_cents)::bigint
      FROM order_windows WHERE store_id LIKE 'prop-%'`
    const revenue = all.filter((it) => it.status === 'paid').reduce((sum, it) => sum + it.total_cents, 0)
    expect(await one(totals)).toEqual([40, 30, 10, revenue])
    expect(windows).toBeGreaterThan(0)
  })

  test('windows of another size are made anew, and what is loaded then is counted once', async () => {
    const all = Array.from({ length: 40 }, (_, n) => event(60_000 + n, 'submitted', `resized-${n % 3}`))
    const orders = async () =>
      (await one(`SELECT SUM(orders)::bigint FROM order_windows WHERE store_id LIKE 'resized-%'`))[0]
    const { warehouse, log } = world
    await loading.load(recordsOf(all.slice(0, 20)))
    for (const windowMs of [WINDOW_MS / 2, 8571, WINDOW_MS]) {
      const another = loader({ warehouse, windowMs, retries: 1, log, loaded: () => {} })
      await another.start!()
      expect(Number(await orders())).toBe(windowMs === WINDOW_MS / 2 ? 20 : 40)
      await another.load(recordsOf(all))
      expect(Number(await orders())).toBe(40)
    }
  })

  test('text of any kind is loaded as it is', async () => {
    const nasty = fc.string({ minLength: 1, maxLength: 30 }).filter((it) => !it.includes('\0'))
    await fc.assert(
      fc.asyncProperty(nasty, async (customer_id) => {
        const event_id = `nasty-${Buffer.from(customer_id).toString('hex')}`
        const [record] = recordsOf([event(1, 'ready')])
        const fact = { ...event(1, 'ready'), event_id, customer_id, atMs: 0, record: record! }
        for (const statements of loadsOf([fact], WINDOW_MS)) await world.warehouse.run(statements)
        expect(await one(`SELECT customer_id FROM order_facts WHERE event_id = '${event_id}'`)).toEqual([
          customer_id,
        ])
      }),
      { numRuns: 10, examples: [["'; DROP TABLE order_facts; --"], ["\\' OR 1=1 --"]] },
    )
  })

  test('what is no order event, and what the warehouse refuses, is given back and holds nothing up', async () => {
    const good = event(900, 'submitted')
    const bad = [
      'no json',
      '{"event_id":"half"}',
      JSON.stringify({ ...good, total_cents: 1e300 }),
      // of the schema, and yet no moment that a database has
      JSON.stringify({ ...event(901, 'paid'), at: '0000-01-01T00:00:00Z' }),
    ]
    const records = [JSON.stringify(good), ...bad].map((data, n) => ({ data, sequenceNumber: String(n) }))
    const refused = await loading.load([...records, ...recordsOf([event(902, 'submitted')])])
    expect(refused.map((it) => it.record.data).sort()).toEqual(bad.sort())
    const ids = [900, 902].map((n) => `'${orderId(n)}'`)
    expect(await one(`SELECT COUNT(*) FROM order_facts WHERE order_id IN (${ids})`)).toEqual([2])
  })

  test('nothing is given up while the warehouse takes nothing', async () => {
    const warehouse = { run: () => Promise.reject(new Error('Redshift: FAILED: the cluster is paused')) }
    const closed = loader({ warehouse, windowMs: WINDOW_MS, retries: 1, log: world.log, loaded: () => {} })
    const some = recordsOf([event(910, 'submitted'), event(911, 'submitted')])
    // the facts are read again with their window
    await expect(closed.load(some)).rejects.toThrow('takes no load now')
  })

  test('a load of many facts is cut to what the Data API takes', async () => {
    const many = Array.from({ length: 3000 }, (_, n) => event(n + 10_000, 'submitted', 'many'))
    await loading.load(recordsOf(many))
    expect(await one(`SELECT COUNT(*) FROM order_facts WHERE store_id = 'many'`)).toEqual([3000])
  })
})

describe('the consumer', () => {
  const parts = (owner: string, more: Partial<ConsumerParts> = {}): ConsumerParts => ({
    streamName: resources['analytics-events'].stream,
    stream: kinesisStream(world.kinesis, resources['analytics-events'].stream),
    leases: leaseTable(world.db, resources['analytics-leases'].table),
    owner,
    batchSize: 100,
    windowMs: 300,
    idleMs: 100,
    everyMs: 100,
    staleMs: 1000,
    onWindow: loading.load,
    setAside: async (records) => void aside.push(...records),
    log: world.log,
    ...more,
  })
  const aside: Aside[] = []
  const open: Component[] = []
  const consume = (it: ConsumerParts) => {
    const consumer = kinesisConsumer(it)
    open.push(consumer)
    return consumer
  }
  afterEach(async () => {
    for (const consumer of open.splice(0)) await consumer.close()
  })
  const leases = () => leaseTable(world.db, resources['analytics-leases'].table).all()
  const facts = async (prefix: string) =>
    Number((await one(`SELECT COUNT(*) FROM order_facts WHERE store_id LIKE '${prefix}-%'`))[0])
  const day = (prefix: string, from: number, count: number) =>
    Array.from({ length: count }, (_, n) => n + from).flatMap((n) =>
      orderStatuses.slice(0, 2).map((status) => event(n, status, `${prefix}-${n % 7}`)),
    )

  test('reads every shard, moves its checkpoint after the load, and gives its leases back', async () => {
    const consumer = consume(parts('first'))
    await consumer.start!()
    await world.put([...day('plain', 20_000, 50), 'poison'])
    await vi.waitFor(async () => expect(await facts('plain')).toBe(100), WAIT)
    expect(aside.map((it) => it.data)).toEqual(['poison'])
    expect(await consumer.notReady!()).toBeNull()
    expect(new Set((await leases()).map((it) => it.owner))).toEqual(new Set(['first']))
    await consumer.close()
    expect((await leases()).map((it) => it.owner)).toEqual([null, null])
    expect((await leases()).some((it) => it.checkpoint !== null)).toBe(true)
  })

  test('a load that fails is done again, and its checkpoint waits', async () => {
    let failures = 3
    const onWindow = async (records: Parameters<Loader['load']>[0]) => {
      if (failures-- > 0) throw new Error('the warehouse is closed')
      return loading.load(records)
    }
    const consumer = consume(parts('stubborn', { onWindow }))
    await consumer.start!()
    await world.put(day('again', 30_000, 20))
    await vi.waitFor(async () => expect(await facts('again')).toBe(40), WAIT)
    expect(failures).toBeLessThanOrEqual(0)
    await consumer.close()
  })

  test('a worker that shows no sign of life loses its shards to another, and nothing is lost', async () => {
    const hung = Promise.withResolvers<readonly []>()
    const silent = { ...parts('silent').leases, change: leaseChangesUntil(() => frozen) }
    let frozen = false
    const dead = consume(parts('silent', { leases: silent, onWindow: () => hung.promise }))
    await dead.start!()
    await world.put(day('stolen', 40_000, 30))
    await vi.waitFor(
      async () => expect((await leases()).map((it) => it.owner)).toEqual(['silent', 'silent']),
      WAIT,
    )
    frozen = true
    const heir = consume(parts('heir'))
    await heir.start!()
    await vi.waitFor(async () => expect(await facts('stolen')).toBe(60), WAIT)
    expect((await leases()).map((it) => it.owner)).toEqual(['heir', 'heir'])
    hung.resolve([])
    frozen = false
    await dead.close()
    expect((await leases()).map((it) => it.owner)).toEqual(['heir', 'heir'])
    await heir.close()
  })

  /** Lease changes that stop, as of a worker whose process hangs. */
  function leaseChangesUntil(isFrozen: () => boolean): ConsumerParts['leases']['change'] {
    return async (lease, to) => {
      while (isFrozen()) await new Promise((resolve) => setTimeout(resolve, 20))
      return leaseTable(world.db, resources['analytics-leases'].table).change(lease, to)
    }
  }
})

describe('the query storm', () => {
  const storm = (queries: number, signal: AbortSignal) =>
    queryStorm({ client: world.client, where: world.where, queries, signal, count: noCount() })

  test('every report runs; large ones give the whole history; each is read whole once, then its first page', async () => {
    await world.warehouse.run(historyOf(3000))
    await world.warehouse.run(historyOf(3000))
    expect(await one('SELECT COUNT(*) FROM order_history')).toEqual([3000])
    const large = reports.filter((it) => it.large).length
    const once = await storm(reports.length, new AbortController().signal)
    expect(once).toMatchObject({ submitted: reports.length, finished: reports.length, failed: 0 })
    expect(once.collected_rows).toBeGreaterThan(3000 * large)
    expect(once.result_rows).toBe(once.collected_rows)
    const twice = await storm(2 * reports.length, new AbortController().signal)
    expect(twice.result_rows).toBe(2 * once.result_rows)
    expect(twice.collected_rows).toBeGreaterThan(once.collected_rows)
    expect(twice.collected_rows).toBeLessThan(twice.result_rows)
  })

  test('an abort cancels what has not ended', async () => {
    await world.warehouse.run(historyOf(20_000))
    const abort = new AbortController()
    const running = storm(60, abort.signal)
    setTimeout(() => abort.abort(), 500)
    const count = await running
    expect(count.finished).toBeLessThan(60)
    expect(count.finished + count.failed).toBe(count.submitted)
  })
})
