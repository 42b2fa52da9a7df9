import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { shapeOf } from '../../../lib/messages.ts'
import { StockCount } from '../../../model/systems/cloudcafe/messages.ts'

/** What a batch of changes says; a record that is neither a count nor a marker is none of ours. */
export interface StockChanges {
  /** The last count of each SKU. */
  readonly counts: readonly StockCount[]
  readonly unreadable: readonly { readonly record: DynamoDBRecord; readonly why: unknown }[]
}

const shape = shapeOf(StockCount)

/** The counts among the changes; reservations, movements and markers of the table are none. */
export function stockChanges({ Records }: DynamoDBStreamEvent): StockChanges {
  const last = new Map<string, StockCount>()
  const unreadable: { record: DynamoDBRecord; why: unknown }[] = []
  for (const record of Records) {
    try {
      const count = countOf(record)
      if (!count) continue
      const key = `${count.store_id}/${count.sku}`
      const known = last.get(key)
      if (!known || known.version <= count.version) last.set(key, count)
    } catch (why) {
      unreadable.push({ record, why })
    }
  }
  return { counts: [...last.values()], unreadable }
}

/** Null for an item that is gone, and for one that marks something: its sort key has a `#`. */
function countOf({ dynamodb }: DynamoDBRecord): StockCount | null {
  const image = dynamodb?.NewImage
  if (!image || image.sku?.S?.includes('#')) return null
  return shape({
    store_id: image.store_id?.S,
    sku: image.sku?.S,
    on_hand: Number(image.on_hand?.N),
    version: Number(image.version?.N),
  })
}
