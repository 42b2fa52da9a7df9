import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb'
import { bisect } from '../../../lib/bisect.ts'
import { resources } from '../../../model/systems/cloudcafe/resources.ts'
import type { Order } from './schema.ts'

const [byCustomer] = resources['active-orders'].indexes

/** Orders of the last day in DynamoDB, for reading fast. */
export interface ActiveOrders {
  find(id: string): Promise<Order | null>
  /** A customer's orders, newest first. */
  ofCustomer(customerId: string): Promise<Order[]>
  /** Writes orders as they are now and gives those that could not be written, by id, with the reason. */
  put(orders: readonly Order[]): Promise<ReadonlyMap<string, unknown>>
}

/** DynamoDB takes 25 items in a `BatchWriteItem`. */
const BATCH = 25
const MOST_OF_CUSTOMER = 50

/** `ttlSeconds` after its placing an order leaves the table by itself. */
export function activeOrders(db: DynamoDBDocumentClient, table: string, ttlSeconds: number): ActiveOrders {
  // DynamoDB deletes some time after the expiry, not at it
  const alive = ({ expires_at, ...order }: Record<string, unknown>): Order[] =>
    Number(expires_at) > Date.now() / 1000 ? [order as unknown as Order] : []
  const putSome = async (orders: readonly Order[]) => {
    const puts = orders.map((order) => ({
      PutRequest: {
        Item: { ...order, expires_at: Math.floor(Date.parse(order.created_at) / 1000 + ttlSeconds) },
      },
    }))
    const answer = await db.send(new BatchWriteCommand({ RequestItems: { [table]: puts } }))
    return (answer.UnprocessedItems?.[table] ?? []).map((it) => String(it.PutRequest?.Item?.order_id))
  }
  return {
    async find(id) {
      const { Item } = await db.send(new GetCommand({ TableName: table, Key: { order_id: id } }))
      return alive(Item ?? {})[0] ?? null
    },
    async ofCustomer(customerId) {
      const query = {
        TableName: table,
        IndexName: byCustomer.name,
        KeyConditionExpression: '#customer = :customer',
        ExpressionAttributeNames: { '#customer': byCustomer.partitionKey },
        ExpressionAttributeValues: { ':customer': customerId },
        ScanIndexForward: false,
        Limit: MOST_OF_CUSTOMER,
      }
      const { Items = [] } = await db.send(new QueryCommand(query))
      return Items.flatMap(alive)
    },
    async put(orders) {
      const batches = Array.from({ length: Math.ceil(orders.length / BATCH) }, (_, i) =>
        orders.slice(i * BATCH, (i + 1) * BATCH),
      )
      const left = new Map<string, unknown>()
      const put = async (some: readonly Order[]) => {
        for (const id of await putSome(some)) left.set(id, new Error('DynamoDB left it out of its batch'))
      }
      for (const failed of await Promise.all(batches.map((batch) => bisect(batch, put))))
        for (const [{ order_id }, err] of failed) left.set(order_id, err)
      return left
    },
  }
}
