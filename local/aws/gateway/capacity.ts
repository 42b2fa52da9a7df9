import type { Input } from './call.ts'

/** Bytes of one unit. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html */
const WRITE_UNIT = 1024
const READ_UNIT = 4096
type Item = Readonly<Record<string, unknown>>
interface Requests {
  readonly RequestItems?: Readonly<Record<string, readonly Item[]>>
  readonly TransactItems?: readonly Readonly<
    Record<string, { readonly TableName: string; readonly Item?: Item }>
  >[]
  readonly Item?: Item
  readonly ConsistentRead?: boolean
}
interface Results {
  readonly Item?: Item
  readonly Items?: readonly Item[]
  readonly Attributes?: Item
  readonly Responses?: Readonly<Record<string, readonly Item[]>>
}

/** Bytes of an item or value: names and values, without the JSON around them. */
export function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return Buffer.byteLength(String(value))
  if (Array.isArray(value)) return value.reduce<number>((sum, inner) => sum + sizeOf(inner), 0)
  return Object.entries(value).reduce((sum, [name, inner]) => sum + nameSize(name) + sizeOf(inner), 0)
}
/** Type tags such as `S` or `BOOL` are the wire's, not the item's. */
const nameSize = (name: string) =>
  /^(?:S|N|B|M|L|SS|NS|BS|BOOL|NULL)$/.test(name) ? 0 : Buffer.byteLength(name)

const writes = (item: unknown) => Math.max(1, Math.ceil(sizeOf(item ?? {}) / WRITE_UNIT))
const reads = (items: readonly unknown[], consistent: boolean | undefined) =>
  Math.max(1, Math.ceil(items.reduce<number>((sum, item) => sum + sizeOf(item), 0) / READ_UNIT)) *
  (consistent ? 1 : 0.5)

/**
 * Capacity units that a call has used of a table, by the sizes that the request and its answer show; an update that
 * returns nothing counts by what it was sent.
 */
export function consumedUnits(action: string, table: string, input: Input, output: Input) {
  const { RequestItems, TransactItems, Item, ConsistentRead } = input as Requests
  const { Item: found, Items, Attributes, Responses } = output as Results
  switch (action) {
    case 'PutItem':
      return { read: 0, write: writes(Item) }
    case 'UpdateItem':
      return { read: 0, write: writes(Attributes ?? input.ExpressionAttributeValues) }
    case 'DeleteItem':
      return { read: 0, write: writes(Attributes) }
    case 'BatchWriteItem':
      return { read: 0, write: (RequestItems?.[table] ?? []).reduce((sum, it) => sum + writes(it), 0) }
    case 'TransactWriteItems': {
      const own = (TransactItems ?? [])
        .flatMap((it) => Object.values(it))
        .filter((it) => it.TableName === table)
      // a transaction prepares and commits
      return { read: 0, write: 2 * own.reduce((sum, it) => sum + writes(it.Item), 0) }
    }
    case 'GetItem':
      return { read: reads(found ? [found] : [], ConsistentRead), write: 0 }
    case 'Query':
    case 'Scan':
      return { read: reads(Items ?? [], ConsistentRead), write: 0 }
    case 'BatchGetItem':
      return { read: reads(Responses?.[table] ?? [], ConsistentRead), write: 0 }
    default:
      return { read: 0, write: 0 }
  }
}
