import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { moveStock, reservationKey } from './records.ts'
import type { Release, Reservation } from './schema.ts'
import type { Transact } from './transactions.ts'

type Marker = Pick<Reservation, 'store_id' | 'items'> & { readonly sku: string; readonly state: string }

/** DynamoDB takes a hundred keys in a `BatchGetItem`. */
const BATCH = 100

/**
 * Gives the stock of orders back, each once: the marker stays as `released`, so that neither a second release nor
 * a late reservation moves anything. An order without a reservation has nothing to give back.
 */
export function releases(db: DynamoDBDocumentClient, transact: Transact, table: string) {
  const markersOf = async (some: readonly Release[]): Promise<Marker[]> => {
    const Keys = some.map(({ store_id, order_id }) => ({ store_id, sku: reservationKey(order_id) }))
    const answer = await db.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
    )
    if (answer.UnprocessedKeys?.[table]) throw new Error('DynamoDB gave not all reservations; try again')
    return (answer.Responses?.[table] ?? []) as Marker[]
  }
  const release = async ({ store_id, sku, items }: Marker) => {
    const state = {
      TableName: table,
      Key: { store_id, sku },
      UpdateExpression: 'SET #state = :released',
      ConditionExpression: '#state = :reserved',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':released': 'released', ':reserved': 'reserved' },
    }
    const pieces = Map.groupBy(items, (it) => it.sku)
    const back = [...pieces].map(([item, some]) =>
      moveStock(
        table,
        store_id,
        item,
        some.reduce((sum, it) => sum + it.quantity, 0),
      ),
    )
    await transact([{ Update: state }, ...back])
  }
  return async (all: readonly Release[]): Promise<void> => {
    const once = [...new Map(all.map((it) => [it.order_id, it])).values()]
    for (let i = 0; i < once.length; i += BATCH) {
      const markers = await markersOf(once.slice(i, i + BATCH))
      await Promise.all(markers.filter((it) => it.state === 'reserved').map(release))
    }
  }
}
