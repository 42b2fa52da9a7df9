import type { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newApp } from '../../../lib/app.ts'
import { valkey } from '../../../lib/stores/valkey.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { categories, menuItems } from '../../../model/systems/cloudcafe/seed.ts'
import { type TestCloud, testCloud } from '../fixture/cloud.ts'
import { menuApp } from './app.ts'
import { menuConfig } from './config.ts'
import { menuReader } from './reading.ts'
import type { Menu } from './schema.ts'
import { type MenuDocument, type MenuStore, menuStore } from './store.ts'

const { health } = cloudcafe.workloads.menu
const { database, collection } = cloudcafe.resources.documentdb
const CACHE_KEY = 'menu:items'
let cloud: TestCloud
let client: MongoClient
let cache: Redis
let store: MenuStore
let loads = 0

beforeAll(async () => {
  cloud = await testCloud(['documentdb', 'elasticache'])
  client = new MongoClient(await cloud.url('documentdb'), { serverSelectionTimeoutMS: 500 })
  cache = valkey(await cloud.url('elasticache'), cloud.log)
  const real = menuStore(() => client.db(database).collection<MenuDocument>(collection))
  await real.seed(menuItems)
  store = {
    seed: real.seed,
    items: () => {
      loads += 1
      return real.items()
    },
  }
})
afterAll(async () => {
  cache?.disconnect()
  await client?.close()
  await cloud?.stop()
})
beforeEach(async () => {
  await expect
    .poll(
      () =>
        cache.del(CACHE_KEY).then(
          () => true,
          () => false,
        ),
      { timeout: 10_000 },
    )
    .toBe(true)
  loads = 0
})

/** A copy of the service that has just started. */
function newCopy(ttlSeconds = 60) {
  const app = newApp(cloud.log, health)
  menuApp(menuReader(cache, store, menuConfig(undefined), ttlSeconds, cloud.log), cloud.log)(app)
  return { get: (url: string) => app.inject(url) }
}
const cut = (to: string) => {
  const heal = cloud.links.add((link) => link.to === to, { kind: 'reset', percent: 100 })
  cloud.links.cut(to)
  return heal
}

test('the menu comes from DocumentDB once, then from the cache, for all copies', async () => {
  const first = (await newCopy().get('/menu/items')).json<Menu>()
  expect(first.items).toHaveLength(menuItems.length)
  expect([...new Set(first.items.map((it) => it.category))]).toEqual(categories)
  expect((await newCopy().get('/menu/items')).json()).toEqual(first)
  expect(loads).toBe(1)
})

test('what is cached lives for its time to live', async () => {
  await newCopy(30).get('/menu/items')
  const left = await cache.pttl(CACHE_KEY)
  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThanOrEqual(30_000)
})

test('a hundred requests at once on an empty cache ask DocumentDB once', async () => {
  const copy = newCopy()
  const answers = await Promise.all(Array.from({ length: 100 }, () => copy.get('/menu/items')))
  expect(new Set(answers.map((it) => it.statusCode))).toEqual(new Set([200]))
  expect(loads).toBe(1)
})

test('a category shows its items, an unknown one is a 404 that names the known ones', async () => {
  const copy = newCopy()
  const { items } = (await copy.get('/menu/items/tea')).json<Menu>()
  expect(items.map((it) => it.sku).sort()).toEqual(['assam', 'chai-latte', 'earl-grey', 'sencha'])
  const answer = await copy.get('/menu/items/beer')
  expect([answer.statusCode, answer.json().detail]).toEqual([
    404,
    expect.stringContaining(categories.join(', ')),
  ])
})

test('seeding again leaves a changed price alone', async () => {
  const documents = client.db(database).collection<MenuDocument>(collection)
  await documents.updateOne({ _id: 'latte' }, { $set: { price_cents: 999 } })
  await store.seed(menuItems)
  const { items } = (await newCopy().get('/menu/items')).json<Menu>()
  expect(items.find((it) => it.sku === 'latte')?.price_cents).toBe(999)
})

test('without the cache DocumentDB answers', async () => {
  const heal = cut('elasticache')
  try {
    expect((await newCopy().get('/menu/items')).statusCode).toBe(200)
  } finally {
    heal()
  }
})

test('without DocumentDB the last menu is shown; a copy that never had one says 503', async () => {
  const old = newCopy()
  await old.get('/menu/items')
  const heal = cut('documentdb')
  await cache.del(CACHE_KEY)
  try {
    const shown = async () => (await old.get('/menu/items')).statusCode === 200 && loads > 1
    await expect.poll(shown, { timeout: 10_000 }).toBe(true)
    const fresh = await newCopy().get('/menu/items')
    expect([fresh.statusCode, fresh.headers['retry-after']]).toEqual([503, '2'])
  } finally {
    heal()
  }
})

test('a ConfigMap sets the order of categories; a wrong one names its faults', () => {
  const config = menuConfig(JSON.stringify({ currency: 'EUR', categories: ['tea'], sizes: {}, extras: {} }))
  expect(config.categories).toEqual(['tea'])
  expect(() => menuConfig('{')).toThrow('MENU_CONFIG is not JSON')
  expect(() => menuConfig('{"currency":"euro","categories":[],"sizes":{}}')).toThrow(
    /currency.*extras|extras.*currency/,
  )
})
