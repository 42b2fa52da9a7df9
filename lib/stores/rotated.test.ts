import { MongoClient } from 'mongodb'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseAt } from '../../lambdas/password-rotation/databases.ts'
import { aurora } from '../../local/engines/aurora.ts'
import { documentdb } from '../../local/engines/documentdb.ts'
import { platform } from '../../model/platform.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { testContext } from '../../test/contract/context.ts'
import { openPool, withPassword } from './aurora.ts'
import { connections } from './documentdb.ts'

// Real databases whose passwords are changed as the rotation's function changes them.
const { ctx, remove } = testContext()
const engines = [
  aurora('aurora', { ...cloudcafe.resources.aurora, readers: 0 }, ctx),
  documentdb('documentdb', cloudcafe.resources.documentdb, ctx),
] as const
const at = (engine: (typeof engines)[number]) => `${engine.endpoint().host}:${engine.endpoint().port}`
const urls = {
  aurora: () => `postgres://${at(engines[0])}/${cloudcafe.resources.aurora.database}`,
  documentdb: () => `mongodb://${at(engines[1])}/?directConnection=true`,
}
const { user: username, password: first } = platform.database
const second = 'another-password'

beforeAll(async () => {
  await Promise.all(engines.map((it) => it.start()))
  const mongo = new MongoClient(urls.documentdb())
  await mongo.db('admin').command({ createUser: username, pwd: first, roles: ['root'] })
  await mongo.close()
})
afterAll(async () => {
  await Promise.all(engines.map((it) => it.stop()))
  await remove()
})

test('a pool opens connections with the password of now, and those with the last one stay', async () => {
  let password: string = first
  const where = withPassword(urls.aurora(), { username, password: async () => password })
  const pool = openPool(where, { max: 2 }, pino({ level: 'silent' }))
  try {
    const old = await pool.connect()
    await databaseAt(urls.aurora()).change({ username, password: first }, second)
    await expect(pool.connect()).rejects.toMatchObject({ code: '28P01' })
    password = second
    const fresh = await pool.connect()
    expect((await fresh.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    expect((await old.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    for (const it of [old, fresh]) it.release()
  } finally {
    await pool.end()
  }
})

test('a client of documents is another one after the password has changed, and the same before', async () => {
  let password: string = first
  const open = connections(urls.documentdb(), {}, { username, password: async () => password })
  await open.connect()
  const before = open.client()
  await open.compare()
  expect(open.client()).toBe(before)
  await databaseAt(urls.documentdb()).change({ username, password: first }, second)
  password = second
  await open.compare()
  expect(open.client()).not.toBe(before)
  const status = await open.client().db('admin').command({ connectionStatus: 1 })
  expect(status.authInfo.authenticatedUsers).toMatchObject([{ user: username }])
  await open.client().close()
})
