import type { Ask } from '../ministack.ts'
import { Unreachable } from '../upstream.ts'
import { chunksOf } from './chunks.ts'
import type { Entry, Image } from './records.ts'

/** AWS's limit for BatchWriteItem. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH = 25

/** Does again, in order, the writes that were not settled. */
export async function playWrites(
  open: readonly Entry[],
  ask: Ask,
  lost: (what: string) => void,
): Promise<void> {
  for (const entry of open) {
    try {
      if (entry.kind === 'update') await ask('dynamodb', entry.action, entry.input as Record<string, unknown>)
      if (entry.kind === 'images') for (const some of chunksOf(entry.images, BATCH)) await write(ask, some)
    } catch (error) {
      if (error instanceof Unreachable) throw error
      lost(`a write of DynamoDB: ${(error as Error).message}`)
    }
  }
}

async function write(ask: Ask, images: readonly Image[]): Promise<void> {
  const requests = Map.groupBy(images, (image) => image.table)
  const items = [...requests].map(([table, some]) => [
    table,
    some.map(({ item, key }) => (item ? { PutRequest: { Item: item } } : { DeleteRequest: { Key: key } })),
  ])
  await ask('dynamodb', 'BatchWriteItem', { RequestItems: Object.fromEntries(items) })
}
