import type { Attributes, Image } from './records.ts'

/** Makes an image of a table's item, or of a key under which nothing stands any more. */
export type ImageOf = (table: string, itemOrKey: Attributes, stands: boolean) => Promise<Image>

export interface BatchWrite {
  readonly RequestItems: Readonly<
    Record<
      string,
      readonly {
        readonly PutRequest?: { readonly Item: Attributes }
        readonly DeleteRequest?: { readonly Key: Attributes }
      }[]
    >
  >
}
interface Keyed {
  readonly TableName: string
  readonly Key: Attributes
}
export interface Transaction {
  readonly TransactItems: readonly {
    readonly Put?: { readonly TableName: string; readonly Item: Attributes }
    readonly Delete?: Keyed
    readonly Update?: Keyed
    readonly ConditionCheck?: Keyed
  }[]
}

/** What stands after a BatchWriteItem that was done whole. */
export async function batchImages({ RequestItems }: BatchWrite, imageOf: ImageOf): Promise<Image[]> {
  const images = Object.entries(RequestItems).flatMap(([table, requests]) =>
    requests.map(({ PutRequest, DeleteRequest }) =>
      PutRequest ? imageOf(table, PutRequest.Item, true) : imageOf(table, DeleteRequest!.Key, false),
    ),
  )
  return Promise.all(images)
}

/**
 * What a TransactWriteItems writes. With an Update in it, the images are no more than the places it depends on
 * (conditions too), as the request itself is kept and done again.
 */
export async function transactionWrites({ TransactItems }: Transaction, imageOf: ImageOf) {
  const updates = TransactItems.some(({ Update }) => Update)
  const images = TransactItems.flatMap(({ Put, Delete, Update, ConditionCheck }) => {
    if (Put) return [imageOf(Put.TableName, Put.Item, true)]
    if (Delete) return [imageOf(Delete.TableName, Delete.Key, false)]
    const place = Update ?? (updates ? ConditionCheck : undefined)
    return place ? [imageOf(place.TableName, place.Key, false)] : []
  })
  return { images: await Promise.all(images), updates }
}
