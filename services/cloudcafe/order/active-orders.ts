import { BatchWriteCommand, type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import type { Order } from './schema.ts'

/** Orders of the last day in DynamoDB, for reading fast. */
export interface ActiveOrders {
  find(id: string): Promise<Order | null>
  /** Writes orders as they are now and gives the ids of those that were written. */
  put(orders: readonly Order[]): Promise<readonly string[]>
}

/** DynamoDB takes 25 items in a `BatchWriteItem`. */
const BATCH = 25

/** `ttlSeconds` after its placing an order leaves the table by itself. */
export function activeOrders(db: DynamoDBDocumentClient, table: string, ttlSeconds: number): ActiveOrders {
  const putSome = async (orders: readonly Order[]) => {
    const puts = orders.map((order) => ({
      PutRequest: {
        Item: { ...order, expires_at: Math.floor(Date.parse(order.created_at) / 1000 + ttlSeconds) },
      },
    }))
    const answer = await db.send(new BatchWriteCommand({ RequestItems: { [table]: puts } }))
    const left = new Set(answer.UnprocessedItems?.[table]?.map((it) => it.PutRequest?.Item?.order_id))
    return orders.map((order) => order.order_id).filter((id) => !left.has(id))
  }
  return {
    async find(id) {
      const { Item } = await db.send(new GetCommand({ TableName: table, Key: { order_id: id } }))
      if (!Item) return null
      const { expires_at, ...order } = Item
      // DynamoDB deletes some time after the expiry, not at it
      return expires_at > Date.now() / 1000 ? (order as Order) : null
    },
    async put(orders) {
      const batches = Array.from({ length: Math.ceil(orders.length / BATCH) }, (_, i) =>
        orders.slice(i * BATCH, (i + 1) * BATCH),
      )
      const results = await Promise.allSettled(batches.map(putSome))
      return results.flatMap((it) => (it.status === 'fulfilled' ? it.value : []))
    },
  }
}
