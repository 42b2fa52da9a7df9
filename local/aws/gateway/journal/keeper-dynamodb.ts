import type { AwsResponse } from '../../../types.ts'
import { type Call, outputOf } from '../call.ts'
import { keyLocks } from '../locks.ts'
import { chunksOf } from './chunks.ts'
import { imageId } from './fold-dynamodb.ts'
import { type Forward, type Keeping, succeeded } from './keeper.ts'
import type { Attributes, Entry, Image } from './records.ts'
import { keyIn, type Schemas, tableName } from './schemas.ts'
import { type BatchWrite, batchImages, type Transaction, transactionWrites } from './writes-dynamodb.ts'

type Place = Omit<Image, 'item'>
interface Single {
  readonly TableName: string
  readonly Item?: Attributes
  readonly Key?: Attributes
}
const BATCH_GET = 100
const PARTIQL_TABLE = /(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?([A-Za-z0-9_.-]+)"?/gi

/**
 * Keeps DynamoDB's writes. Two that touch the same item go to MiniStack one after the other, so that the journal has
 * them in the order in which they took effect. Updates are kept as requests; `settle` then notes what they led to.
 */
export function dynamodbKeeper({ ask, append, isWhole }: Keeping, schemas: Schemas) {
  const locks = keyLocks()
  const unsettled = new Map<string, Place>()

  async function imageOf(table: string, item: Attributes, stands: boolean): Promise<Image> {
    const name = tableName(table)
    return { table: name, key: keyIn(await schemas.of(name), item), item: stands ? item : null }
  }

  async function entryOf(call: Call): Promise<Entry | null> {
    const input = call.input()
    const { TableName, Item, Key } = input as unknown as Single
    switch (call.action) {
      case 'PutItem':
        return { kind: 'images', images: [await imageOf(TableName, Item!, true)] }
      case 'DeleteItem':
        return { kind: 'images', images: [await imageOf(TableName, Key!, false)] }
      case 'UpdateItem':
        return { kind: 'update', action: call.action, input, keys: [await imageOf(TableName, Key!, false)] }
      case 'BatchWriteItem':
        return { kind: 'images', images: await batchImages(input as unknown as BatchWrite, imageOf) }
      case 'TransactWriteItems': {
        const { images, updates } = await transactionWrites(input as unknown as Transaction, imageOf)
        if (!updates) return { kind: 'images', images }
        return { kind: 'update', action: call.action, input, keys: images }
      }
      default:
        return null
    }
  }

  async function write(call: Call, forward: Forward, entry: Entry): Promise<AwsResponse> {
    const places = placesOf(entry)
    let onDisk: Promise<void> | undefined
    const response = await locks.hold(places.map(imageId), async () => {
      const answer = await forward()
      if (!succeeded(answer)) return answer
      if (entry.kind === 'update') for (const place of places) unsettled.set(imageId(place), place)
      onDisk = append(entry.kind === 'images' ? await processed(call, answer, entry.images) : entry)
      // the lock is let go before the disk has answered: the journal's order is settled by now
      onDisk.catch(() => undefined)
      return answer
    })
    await onDisk
    return response
  }

  /** Leaves out what BatchWriteItem has given back as unprocessed. */
  async function processed(call: Call, answer: AwsResponse, images: readonly Image[]): Promise<Entry> {
    if (call.action !== 'BatchWriteItem') return { kind: 'images', images }
    const { UnprocessedItems } = outputOf(answer) as { UnprocessedItems?: BatchWrite['RequestItems'] }
    const back = await batchImages({ RequestItems: UnprocessedItems ?? {} }, imageOf)
    const ids = new Set(back.map(imageId))
    return { kind: 'images', images: images.filter((image) => !ids.has(imageId(image))) }
  }

  async function settleAlone(): Promise<void> {
    const places = [...unsettled.values()]
    if (places.length === 0) return
    const images: Image[] = []
    for (const some of chunksOf(places, BATCH_GET)) images.push(...(await currentImages(some)))
    // a MiniStack that has started again meanwhile is empty, which says nothing about the items
    if (!isWhole()) return
    unsettled.clear()
    await append({ kind: 'settled', images })
  }

  async function currentImages(places: readonly Place[]): Promise<Image[]> {
    const byTable = Map.groupBy(places, ({ table }) => table)
    const requests = [...byTable].map(([table, those]) => [
      table,
      { Keys: those.map(({ key }) => key), ConsistentRead: true },
    ])
    const { Responses } = await ask<{ Responses: Record<string, Attributes[]> }>('dynamodb', 'BatchGetItem', {
      RequestItems: Object.fromEntries(requests),
    })
    const found = new Map<string, Attributes>()
    for (const [table, items] of Object.entries(Responses))
      for (const item of items) found.set(imageId({ table, key: keyIn(await schemas.of(table), item) }), item)
    return places.map((place) => ({ ...place, item: found.get(imageId(place)) ?? null }))
  }

  /** PartiQL names no keys: the whole table is noted after it. */
  async function partiql(call: Call, forward: Forward): Promise<AwsResponse> {
    const tables = new Set(
      [...JSON.stringify(call.input()).replaceAll('\\"', '"').matchAll(PARTIQL_TABLE)].map(
        ([, table]) => table!,
      ),
    )
    if (tables.size === 0) return forward()
    return locks.exclusive(async () => {
      await settleAlone()
      const answer = await forward()
      if (!succeeded(answer)) return answer
      for (const table of tables) await append({ kind: 'table', table, images: await scanned(table) })
      return answer
    })
  }

  async function scanned(table: string): Promise<Image[]> {
    const images: Image[] = []
    let from: Attributes | undefined
    do {
      const page: { Items: Attributes[]; LastEvaluatedKey?: Attributes } = await ask('dynamodb', 'Scan', {
        TableName: table,
        ConsistentRead: true,
        ...(from ? { ExclusiveStartKey: from } : {}),
      })
      for (const item of page.Items) images.push(await imageOf(table, item, true))
      from = page.LastEvaluatedKey
    } while (from)
    return images
  }

  return {
    async handle(call: Call, forward: Forward): Promise<AwsResponse> {
      if (PARTIQL.has(call.action)) return partiql(call, forward)
      // a request that cannot be read is MiniStack's to refuse
      const entry = await entryOf(call).catch(() => null)
      return entry ? write(call, forward, entry) : forward()
    },
    /** Notes what stands under each key that an update has touched, at a moment when no write is under way. */
    settle: () => (unsettled.size === 0 ? Promise.resolve() : locks.exclusive(settleAlone)),
    /** Runs a change of a table when everything before it is settled. */
    alone: <T>(work: () => Promise<T>) =>
      locks.exclusive(async () => {
        await settleAlone()
        return work()
      }),
    /** After a playback: the places whose updates were done again and are still to be settled. */
    resume(places: Iterable<Place>) {
      unsettled.clear()
      for (const { table, key } of places) unsettled.set(imageId({ table, key }), { table, key })
    },
  }
}
export type DynamoDbKeeper = ReturnType<typeof dynamodbKeeper>

const PARTIQL = new Set(['ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction'])

const placesOf = (entry: Entry): readonly Place[] =>
  entry.kind === 'images' ? entry.images : entry.kind === 'update' ? entry.keys : []
