import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, newApp } from '../../lib/app.ts'
import { stockCounters } from '../../lib/cloudcafe/stock-counters.ts'
import { metrics } from '../../lib/metrics.ts'
import { auroraOf, openPool } from '../../lib/stores/aurora.ts'
import { dynamodb } from '../../lib/stores/aws.ts'
import { migrate } from '../../lib/stores/migrations.ts'
import { valkey } from '../../lib/stores/valkey.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { menuItems, stores } from '../../model/systems/cloudcafe/seed.ts'
import { documents } from './documents.ts'
import { type TestCloud, testCloud } from './fixture/cloud.ts'
import { inventoryApp } from './inventory/app.ts'
import { rateLimit } from './inventory/rate-limit.ts'
import { stock as stockIn } from './inventory/stock.ts'
import { storeStatus } from './inventory/store-status.ts'
import { loyaltyApp } from './loyalty/app.ts'
import { migrations as loyaltyMigrations } from './loyalty/migrations.ts'
import { loyaltyStore } from './loyalty/store.ts'
import { menuApp } from './menu/app.ts'
import { menuConfig } from './menu/config.ts'
import { menuReader } from './menu/reading.ts'
import { type MenuDocument, menuStore } from './menu/store.ts'
import { activeOrders } from './order/active-orders.ts'
import { orderApp } from './order/app.ts'
import { listing, lookup } from './order/lookup.ts'
import { migrations } from './order/migrations.ts'
import { placement } from './order/placement.ts'
import { sessions } from './order/sessions.ts'
import { orderStore } from './order/store.ts'

const services = { order: '/orders', inventory: '/inventory', menu: '/menu', loyalty: '/loyalty' } as const
type Service = keyof typeof services

test.each(Object.keys(services))('docs/openapi/cloudcafe/%s.json is what the code says', async (service) => {
  const published = JSON.parse(readFileSync(`docs/openapi/cloudcafe/${service}.json`, 'utf8'))
  const said = (await documents()).get(service)
  expect(published, 'write it with: node tools/openapi.ts').toEqual(JSON.parse(JSON.stringify(said)))
})

describe('schemathesis', { timeout: 300_000 }, () => {
  const SCHEMATHESIS = join(process.cwd(), '.cafe/venv/schemathesis/bin/schemathesis')
  const CONFIG = join(process.cwd(), 'test/schemathesis.toml')
  // it keeps notes of its runs where it is started
  const notes = mkdtempSync(join(tmpdir(), 'schemathesis-'))
  const CHECKS = [
    'not_a_server_error',
    'status_code_conformance',
    'content_type_conformance',
    'response_schema_conformance',
    'negative_data_rejection',
  ]
  const urls = new Map<Service, string>()
  const closing: (() => unknown)[] = []
  let cloud: TestCloud

  beforeAll(async () => {
    cloud = await testCloud(['aurora', 'documentdb', 'elasticache', 'memorydb', 'ministack'])
    for (const [id, routes] of Object.entries(await allRoutes(cloud, closing))) {
      const app = newApp(cloud.log, cloudcafe.workloads[id as Service].health)
      closing.push(() => app.close())
      routes(app)
      urls.set(id as Service, await app.listen({ host: '127.0.0.1', port: 0 }))
    }
  })
  afterAll(async () => {
    for (const close of closing.toReversed()) await close()
    await cloud?.stop()
    rmSync(notes, { recursive: true })
  })

  test.each(Object.entries(services))(
    'finds nothing in %s that its document does not say',
    async (id, path) => {
      const url = urls.get(id as Service)!
      const args = [
        '--config-file',
        CONFIG,
        'run',
        `${url}${path}/openapi.json`,
        '--url',
        url,
        '--checks',
        CHECKS.join(','),
      ]
      const bounds = ['--max-examples', '25', '--rate-limit', '100/s', '--max-time', '30', '--seed', '1']
      const how = ['--no-color', '--phases', 'examples,coverage,fuzzing', '--generation-database', 'none']
      const { exitCode, all } = await execa(SCHEMATHESIS, [...args, ...bounds, ...how], {
        all: true,
        cwd: notes,
        reject: false,
      })
      expect(exitCode, all).toBe(0)
      expect(all).toMatch(/[1-9]\d* generated/)
    },
  )
})

/** The services' routes over real engines. */
async function allRoutes(
  cloud: TestCloud,
  closing: (() => unknown)[],
): Promise<Record<Service, (app: App) => void>> {
  const { log } = cloud
  const pool = async (role: string) => openPool(await cloud.url('aurora', role), { max: 4 }, log)
  const database = auroraOf(await pool('writer'), await pool('reader'))
  const cache = valkey(await cloud.url('elasticache'), log)
  const memory = valkey(await cloud.url('memorydb'), log)
  const mongo = new MongoClient(await cloud.url('documentdb'))
  closing.push(
    () => Promise.all([database.writer.end(), database.reader.end(), mongo.close()]),
    () => cache.disconnect(),
    () => memory.disconnect(),
  )
  await migrate(database.writer, 'order', migrations)
  await migrate(database.writer, 'loyalty', loyaltyMigrations)
  const { resources } = cloudcafe
  const stock = stockIn(dynamodb(), resources['store-inventory'].table, 3600)
  const skus = menuItems.map((it) => it.sku)
  for (const store of stores) await stock.open(store, skus, 1000)
  const { database: name, collection } = resources.documentdb
  const menu = menuStore(() => mongo.db(name).collection<MenuDocument>(collection))
  await menu.seed(menuItems)

  const orders = orderStore(database)
  const active = activeOrders(dynamodb(), resources['active-orders'].table, 3600)
  const visits = sessions(cache, 60)
  const prices = async () => new Map<string, number>(menuItems.map((it) => [it.sku, it.price_cents]))
  return {
    order: orderApp({
      place: placement(orders, prices, async () => undefined, 3_600_000),
      find: lookup(orders, active, log),
      list: listing(orders, active, visits, log),
      sessions: visits,
      metrics: metrics({ Workload: 'order' }, () => undefined),
      placed: () => undefined,
    }),
    inventory: inventoryApp({
      stock,
      counters: stockCounters(memory),
      status: storeStatus(memory),
      takeToken: rateLimit(memory, { capacity: 1000, perSecond: 1000 }),
      log,
    }),
    menu: menuApp(menuReader(cache, menu, menuConfig(undefined), 60, log), log),
    loyalty: loyaltyApp(loyaltyStore(database)),
  }
}
