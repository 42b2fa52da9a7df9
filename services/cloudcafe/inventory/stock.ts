import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { StockCount } from '../../../model/systems/cloudcafe/messages.ts'
import { markOnce, movementKey, moveStock, OPENED } from './records.ts'
import { releases } from './releases.ts'
import { reservations } from './reservations.ts'
import type { Release, Reservation, Reserved, StockUpdate } from './schema.ts'
import { transact } from './transactions.ts'

/** How a movement ended: `count` is the stock after it, or as it stands where it was refused. */
export type Moved =
  | { readonly kind: 'moved' | 'replayed' | 'short'; readonly count: StockCount }
  | { readonly kind: 'unknown' }

/** The record of all stores' stock; no count is ever below zero. */
export interface Stock {
  /** Counts of a store; null for a store that is not known. */
  ofStore(storeId: string): Promise<StockCount[] | null>
  move(update: StockUpdate): Promise<Moved>
  reserve(orders: readonly Reservation[]): Promise<Reserved[]>
  release(orders: readonly Release[]): Promise<void>
  /** Gives a store its opening stock, once; false where it has opened before. */
  open(storeId: string, skus: readonly string[], pieces: number): Promise<boolean>
}

/** The stock in DynamoDB; markers leave the table `markerSeconds` after they were made. */
export function stock(db: DynamoDBDocumentClient, table: string, markerSeconds: number): Stock {
  const run = transact(db)
  const expiresAt = () => Math.ceil(Date.now() / 1000 + markerSeconds)

  const count = async (store_id: string, sku: string): Promise<StockCount | null> => {
    const { Item } = await db.send(
      new GetCommand({ TableName: table, Key: { store_id, sku }, ConsistentRead: true }),
    )
    return Item ? (Item as StockCount) : null
  }
  const opened = async (store_id: string) => {
    const { Item } = await db.send(new GetCommand({ TableName: table, Key: { store_id, sku: OPENED } }))
    return Item ? (Item as { readonly skus: readonly string[] }) : null
  }
  const refused = async (store_id: string, sku: string): Promise<Moved> => {
    const now = await count(store_id, sku)
    return now ? { kind: 'short', count: now } : { kind: 'unknown' }
  }
  const moveOnce = async (it: StockUpdate & { movement_id: string }): Promise<Moved> => {
    const { store_id, sku, delta, movement_id } = it
    const marker = { store_id, sku: movementKey(movement_id), of: sku, delta, expires_at: expiresAt() }
    const failed = await run([markOnce(table, marker), moveStock(table, store_id, sku, delta)])
    if (failed.length > 0 && !failed.includes(0)) return refused(store_id, sku)
    const now = await count(store_id, sku)
    return now ? { kind: failed.includes(0) ? 'replayed' : 'moved', count: now } : { kind: 'unknown' }
  }
  const move = async ({ store_id, sku, delta }: StockUpdate): Promise<Moved> => {
    try {
      const update = { ...moveStock(table, store_id, sku, delta).Update, ReturnValues: 'ALL_NEW' as const }
      const { Attributes } = await db.send(new UpdateCommand(update))
      return { kind: 'moved', count: Attributes as StockCount }
    } catch (err) {
      if (!(err instanceof ConditionalCheckFailedException)) throw err
      return refused(store_id, sku)
    }
  }
  return {
    async ofStore(storeId) {
      const marker = await opened(storeId)
      if (!marker) return null
      const Keys = marker.skus.map((sku) => ({ store_id: storeId, sku }))
      const answer = await db.send(new BatchGetCommand({ RequestItems: { [table]: { Keys } } }))
      return (answer.Responses?.[table] ?? []) as StockCount[]
    },
    move: ({ movement_id, ...it }) => (movement_id ? moveOnce({ ...it, movement_id }) : move(it)),
    reserve: reservations(run, table, expiresAt),
    release: releases(db, run, table),
    async open(store_id, skus, pieces) {
      if (await opened(store_id)) return false
      const items = skus.map((sku) => markOnce(table, { store_id, sku, on_hand: pieces, version: 1 }))
      const failed = await run([markOnce(table, { store_id, sku: OPENED, skus }), ...items])
      return failed.length === 0
    },
  }
}
