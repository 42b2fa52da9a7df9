import { setTimeout as sleep } from 'node:timers/promises'
import { type AttributeValue, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb'
import { cloudcafe } from '../../../../model/systems/cloudcafe/index.ts'
import type { Stage } from '../../site.ts'
import type { Invariant, Run } from '../invariant.ts'
import { aurora } from './orders.ts'

const TABLE = cloudcafe.resources['store-inventory'].table

/** An order that is under way has its stock within a moment. */
const SETTLE_MS = 8000

/** Pieces by `<store> <sku>`. */
type Pieces = ReadonlyMap<string, number>

/** On the shelf plus sold is what it was before: no piece was sold twice, or taken and not sold. */
export const stock: Invariant = {
  id: 'stock',
  title: 'Stock adds up: what left the shelves is what orders that were not refused contain',
  async prepare(stage) {
    const before = await settledLook(stage)
    return async (run) => {
      const after = await shelvesAndSold(run.stage)
      const others = await soldByOthers(run)
      const off = [...after.whole].filter(([id, pieces]) => pieces !== (before.whole.get(id) ?? pieces))
      // an order that somebody wrote into the record without taking its stock is not ours to judge
      const ofOthers = ([id, pieces]: [string, number]) => {
        const more = pieces - before.whole.get(id)!
        return more > 0 && more <= (others.get(id) ?? 0)
      }
      const gone = [...before.shelves.keys()].filter((id) => !after.shelves.has(id))
      const short = [...after.shelves].filter(([, pieces]) => pieces < 0)
      const sold = sum(after.sold) - sum(before.sold)
      return {
        counted: sum(before.shelves) - sum(after.shelves),
        expected: sold,
        violations: [
          ...off
            .filter((it) => !ofOthers(it))
            .map(
              ([id, pieces]) =>
                `${id}: ${pieces} pieces on the shelf and sold, ${before.whole.get(id)} before`,
            ),
          ...short.map(([id, pieces]) => `${id}: ${pieces} pieces on the shelf`),
        ],
        detail: `${after.shelves.size} shelves compared, ${sold} pieces sold`,
        leftOut: [
          ...after.leftOut,
          ...gone.map((id) => `${id} was on a shelf before, and cannot be read now`),
          ...[...after.shelves.keys()]
            .filter((id) => !before.shelves.has(id))
            .map((id) => `${id} was on no shelf before`),
          ...off.filter(ofOthers).map(([id]) => `${id} is in orders of others that took no stock`),
        ],
      }
    }
  },
}

interface Look {
  readonly shelves: Pieces
  readonly sold: Pieces
  /** Both together. */
  readonly whole: Pieces
  /** Items of the table that are no shelf. */
  readonly leftOut: readonly string[]
}

async function shelvesAndSold(stage: Stage): Promise<Look> {
  const [{ shelves, leftOut }, sold] = [await shelvesOf(stage), await soldOf(stage)]
  const whole = new Map([...shelves].map(([id, pieces]) => [id, pieces + (sold.get(id) ?? 0)]))
  return { shelves, sold, whole, leftOut }
}

async function shelvesOf({ clients }: Stage) {
  const client = clients.of(DynamoDBClient)
  const shelves = new Map<string, number>()
  const leftOut: string[] = []
  const query = { TableName: TABLE, FilterExpression: 'attribute_exists(on_hand)', ConsistentRead: true }
  for await (const page of paginateScan({ client }, query))
    for (const { store_id, sku, on_hand } of page.Items ?? []) {
      const id = `${keyOf(store_id)} ${keyOf(sku)}`
      const pieces = Number(on_hand?.N)
      if (Number.isSafeInteger(pieces)) shelves.set(id, pieces)
      else leftOut.push(`'${id}' in ${TABLE} has no whole number on_hand`)
    }
  return { shelves, leftOut }
}

const keyOf = (value: AttributeValue | undefined) => value?.S ?? '?'

/** Before the load: once no order is half-way between its stock and its record, which takes a moment. */
async function settledLook(stage: Stage): Promise<Look> {
  const until = Date.now() + SETTLE_MS
  for (;;) {
    const look = await shelvesAndSold(stage)
    const [row] = await aurora(stage).query<{ open: number }>(
      "select count(*)::int as open from orders where status = 'submitted'",
    )
    if (row?.open === 0 || Date.now() > until) return look
    await sleep(500)
  }
}

/** Pieces of each shelf in orders that somebody else has placed since: by hand, or beside this load. */
async function soldByOthers({ stage, load, startedAt }: Run): Promise<Pieces> {
  const rows = await aurora(stage).query<{ store_id: string; sku: string; pieces: number }>(
    `select store_id, sku, sum(quantity)::int as pieces from orders join order_items using (order_id)
      where created_at >= $1 and not exists (
        select from idempotency_keys it where it.order_id = orders.order_id and starts_with(it.key, $2))
      group by store_id, sku`,
    [new Date(startedAt), `${load}-`],
  )
  return new Map(rows.map((it) => [`${it.store_id} ${it.sku}`, it.pieces]))
}

/** Pieces in all orders whose stock is taken: reserved, and not given back since. */
async function soldOf(stage: Stage): Promise<Pieces> {
  const rows = await aurora(stage).query<{ store_id: string; sku: string; pieces: number }>(
    `select store_id, sku, sum(quantity)::int as pieces from orders join order_items using (order_id)
      where status in ('reserved', 'paid', 'ready') group by store_id, sku`,
  )
  return new Map(rows.map((it) => [`${it.store_id} ${it.sku}`, it.pieces]))
}

const sum = (pieces: Pieces): number => [...pieces.values()].reduce((a, b) => a + b, 0)
