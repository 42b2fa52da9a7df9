import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from './engine.case.ts'

/** A running DocumentDB cluster; `crash` is kill -9, and resolves when it answers again. */
export interface DocumentDbUnderTest {
  readonly url: string
  readonly maxConnections: number
  crash(): Promise<void>
}

interface Doc {
  readonly _id: number
  readonly sku?: string
  readonly category?: string
  readonly price?: number
}
const FAST = { serverSelectionTimeoutMS: 2_000, socketTimeoutMS: 5_000 }

/** What a document store promises its clients. */
export function documentdbCase(title: string, open: () => Promise<DocumentDbUnderTest>): void {
  describe(`${title} as DocumentDB`, () => {
    let store: DocumentDbUnderTest
    let client: MongoClient
    const collection = (name: string) => client.db('contract').collection<Doc>(name)
    beforeAll(async () => {
      store = await open()
      client = await MongoClient.connect(store.url, FAST)
    })
    afterAll(() => client.close())

    it('finds by index, updates in place, aggregates', async () => {
      const items = collection('items')
      await items.createIndex({ category: 1 })
      await items.insertMany(
        [1, 2, 3, 4].map((_id) => ({ _id, category: _id % 2 ? 'odd' : 'even', price: _id })),
      )
      await items.updateOne({ _id: 1 }, { $inc: { price: 10 } })
      const sums = await items
        .aggregate([{ $group: { _id: '$category', sum: { $sum: '$price' } } }])
        .toArray()
      expect(sums.sort((a, b) => a.sum - b.sum)).toEqual([
        { _id: 'even', sum: 6 },
        { _id: 'odd', sum: 14 },
      ])
      expect(await items.find({ category: 'odd' }).toArray()).toHaveLength(2)
    })

    it('refuses a second document under a unique key', async () => {
      await collection('unique').createIndex({ sku: 1 }, { unique: true })
      await collection('unique').insertOne({ _id: 1, sku: 'latte' })
      await expect(collection('unique').insertOne({ _id: 2, sku: 'latte' })).rejects.toMatchObject({
        code: 11000,
      })
    })

    it('keeps both writes of a transaction, or neither', async () => {
      await collection('pairs').insertOne({ _id: 0 })
      const writeBoth = (fail: boolean) =>
        client.withSession((session) =>
          session.withTransaction(async () => {
            await collection('pairs').insertOne({ _id: fail ? 1 : 3 }, { session })
            await collection('pairs').insertOne({ _id: fail ? 2 : 4 }, { session })
            if (fail) throw new Error('changed its mind')
          }),
        )
      await expect(writeBoth(true)).rejects.toThrow('changed its mind')
      await writeBoth(false)
      const ids = (await collection('pairs').find().toArray()).map(({ _id }) => _id)
      expect(ids.sort()).toEqual([0, 3, 4])
    })

    it('loses no acknowledged write when it is killed under load', async () => {
      const acknowledged: number[] = []
      let next = 0
      let writing = true
      const writers = Array.from({ length: 4 }, async () => {
        while (writing) {
          const _id = next++
          await collection('written')
            .insertOne({ _id })
            .then(
              () => acknowledged.push(_id),
              () => undefined,
            )
        }
      })
      await until(() => acknowledged.length >= 50)
      await store.crash()
      const before = acknowledged.length
      await until(() => acknowledged.length >= before + 50)
      writing = false
      await Promise.all(writers)
      const found = new Set((await collection('written').find().toArray()).map(({ _id }) => _id))
      expect(acknowledged.filter((_id) => !found.has(_id))).toEqual([])
    })

    it('takes as many connections as its class allows, refuses more, and recovers when they go', async () => {
      const held: MongoClient[] = []
      const open = async () => {
        const one = new MongoClient(store.url, { ...FAST, serverSelectionTimeoutMS: 500, maxPoolSize: 1 })
        held.push(one)
        await one.db('contract').command({ ping: 1 })
      }
      let refused: unknown = null
      while (refused === null && held.length <= store.maxConnections)
        refused = await open().then(() => null, String)
      expect(refused).not.toBeNull()
      await Promise.all(held.map((one) => one.close()))
      await until(() =>
        open().then(
          () => true,
          () => false,
        ),
      )
      await Promise.all(held.map((one) => one.close()))
    })
  })
}
