import type { DynamoDBStreamEvent } from 'aws-lambda'
import type { StockCount } from '../../../lib/cloudcafe/stock-counters.ts'

type Image = NonNullable<DynamoDBStreamEvent['Records'][number]['dynamodb']>['NewImage']

/** The last count of each SKU among the changes; reservations, movements and markers of the table are none. */
export function stockChanges({ Records }: DynamoDBStreamEvent): readonly StockCount[] {
  const last = new Map<string, StockCount>()
  for (const { dynamodb } of Records) {
    const count = countOf(dynamodb?.NewImage)
    if (!count) continue
    const key = `${count.store_id}/${count.sku}`
    const known = last.get(key)
    if (!known || known.version <= count.version) last.set(key, count)
  }
  return [...last.values()]
}

function countOf(image: Image): StockCount | null {
  const [store_id, sku, on_hand] = [image?.store_id?.S, image?.sku?.S, image?.on_hand?.N]
  if (store_id === undefined || sku === undefined || on_hand === undefined) return null
  return { store_id, sku, on_hand: Number(on_hand), version: Number(image?.version?.N ?? 0) }
}
