import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'
import { cloudcafe } from '../../../../model/systems/cloudcafe/index.ts'
import type { Stage } from '../../site.ts'
import type { Invariant } from '../invariant.ts'

const TABLE = cloudcafe.resources['store-inventory'].table

/** Pieces by `<store> <sku>`. */
type Pieces = ReadonlyMap<string, number>

/** On the shelf plus sold is what it was before: no piece was sold twice, or taken and not sold. */
export const stock: Invariant = {
  id: 'stock',
  title: 'Stock adds up: what left the shelves is what orders that were not refused contain',
  async prepare(stage) {
    const before = await shelvesAndSold(stage)
    return async (run) => {
      const after = await shelvesAndSold(run.stage)
      const off = [...after.whole].filter(([id, pieces]) => pieces !== before.whole.get(id))
      const short = [...after.shelves].filter(([, pieces]) => pieces < 0)
      const sold = sum(after.sold) - sum(before.sold)
      return {
        counted: sum(before.shelves) - sum(after.shelves),
        expected: sold,
        violations: [
          ...off.map(
            ([id, pieces]) => `${id}: ${pieces} pieces on the shelf and sold, ${before.whole.get(id)} before`,
          ),
          ...short.map(([id, pieces]) => `${id}: ${pieces} pieces on the shelf`),
        ],
        detail: `${after.shelves.size} shelves compared, ${sold} pieces sold`,
      }
    }
  },
}

async function shelvesAndSold(stage: Stage): Promise<Record<'shelves' | 'sold' | 'whole', Pieces>> {
  const [shelves, sold] = [await shelvesOf(stage), await soldOf(stage)]
  const whole = new Map([...shelves].map(([id, pieces]) => [id, pieces + (sold.get(id) ?? 0)]))
  return { shelves, sold, whole }
}

async function shelvesOf({ clients }: Stage): Promise<Pieces> {
  const client = DynamoDBDocumentClient.from(clients.dynamodb)
  const shelves = new Map<string, number>()
  const query = { TableName: TABLE, FilterExpression: 'attribute_exists(on_hand)', ConsistentRead: true }
  for await (const page of paginateScan({ client }, query))
    for (const item of page.Items ?? []) shelves.set(`${item.store_id} ${item.sku}`, Number(item.on_hand))
  return shelves
}

/** Pieces in all orders whose stock is taken: reserved, and not given back since. */
async function soldOf({ clients }: Stage): Promise<Pieces> {
  const rows = await clients.aurora.query<{ store_id: string; sku: string; pieces: number }>(
    `select store_id, sku, sum(quantity)::int as pieces from orders join order_items using (order_id)
      where status in ('reserved', 'paid', 'ready') group by store_id, sku`,
  )
  return new Map(rows.map((it) => [`${it.store_id} ${it.sku}`, it.pieces]))
}

const sum = (pieces: Pieces): number => [...pieces.values()].reduce((a, b) => a + b, 0)
