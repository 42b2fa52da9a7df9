import { MongoClient } from 'mongodb'
import { afterAll, expect, it } from 'vitest'
import type { DocumentDb } from '../../model/kinds.ts'
import { resourceUrl } from '../../model/resource-url.ts'
import { testContext } from '../../test/contract/context.ts'
import { documentdbCase } from '../../test/contract/documentdb.case.ts'
import { engineCase, until } from '../../test/contract/engine.case.ts'
import type { Context } from '../types.ts'
import { documentdb } from './documentdb.ts'

const modelOf = (ctx: Context) => ctx.system.resources.documentdb as DocumentDb
engineCase('SecantusDB', (ctx) => documentdb('documentdb', modelOf(ctx), ctx))

const { ctx, remove } = testContext()
const model = modelOf(ctx)
const store = documentdb('documentdb', model, ctx)
afterAll(async () => {
  await store.stop()
  await remove()
})

documentdbCase('SecantusDB', async () => {
  await store.start()
  return {
    url: resourceUrl(model, store.endpoint()),
    maxConnections: model.maxConnections,
    async crash() {
      const { pid } = store.processes()[0]!
      process.kill(pid, 'SIGKILL')
      await until(() => store.processes().some((it) => it.pid !== pid))
      await until(async () => (await store.health()) === null)
    },
  }
})

it('refuses new clients while its connections are exhausted, serves those it has, and recovers', async () => {
  await store.start()
  const open = async () => {
    const client = new MongoClient(resourceUrl(model, store.endpoint()), { serverSelectionTimeoutMS: 500 })
    await client.db('admin').command({ ping: 1 })
    return client
  }
  const early = await open()
  const release = await store.exhaust()
  await expect(open()).rejects.toThrow()
  expect(await early.db('contract').collection('items').countDocuments()).toBeGreaterThan(0)
  expect(await store.health()).toBeNull()
  release()
  await until(() =>
    open()
      .then((client) => client.close().then(() => true))
      .catch(() => false),
  )
  await early.close()
})
