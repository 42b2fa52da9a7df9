import { markOnce, moveStock, reservationKey, type Write } from './records.ts'
import type { Reservation, Reserved } from './schema.ts'
import { MOST_WRITES, type Transact } from './transactions.ts'

/**
 * Reserves the stock of many orders: those that fit into one transaction share it. Where a condition fails, the
 * orders that it does not concern go again together, the others one by one, so that only what is short is refused.
 * An order that was reserved before is answered as it was then, and nothing moves.
 */
export function reservations(transact: Transact, table: string, expiresAt: () => number) {
  const attempt = async (orders: readonly Reservation[]): Promise<Reserved[]> => {
    if (orders.length === 0) return []
    const plan = planOf(table, orders, expiresAt())
    const failed = (await transact(plan.map((it) => it.write))).map((i) => plan[i]!)
    if (failed.length === 0) return orders.map(reserved)
    const before = new Set(failed.flatMap((it) => (it.marks === undefined ? [] : [it.marks])))
    const replayed = orders.filter((it) => before.has(it.order_id))
    const rest = orders.filter((it) => !before.has(it.order_id))
    const short = failed.flatMap((it) => (it.moves === undefined ? [] : [it.moves]))
    return [...replayed.map(reserved), ...(await withoutShort(rest, short))]
  }
  const withoutShort = async (orders: readonly Reservation[], short: readonly string[]) => {
    const touched = (it: Reservation) => skusOf(it).filter((sku) => short.includes(stockId(it.store_id, sku)))
    const concerned = orders.filter((it) => touched(it).length > 0)
    const others = await attempt(orders.filter((it) => touched(it).length === 0))
    if (orders.length === 1 && concerned.length === 1)
      return [{ order_id: orders[0]!.order_id, outcome: 'short' as const, short: touched(orders[0]!) }]
    for (const it of concerned) others.push(...(await attempt([it])))
    return others
  }
  return async (orders: readonly Reservation[]): Promise<Reserved[]> => {
    const once = [...new Map(orders.map((it) => [it.order_id, it])).values()]
    const results = await Promise.all(packed(once).map(attempt))
    return results.flat()
  }
}

const reserved = ({ order_id }: Reservation) => ({ order_id, outcome: 'reserved' as const })
const skusOf = (it: Reservation) => [...new Set(it.items.map((item) => item.sku))]
const stockId = (storeId: string, sku: string) => `${storeId} ${sku}`

/** A write of a transaction with what it stands for: the marker of an order, or the stock of a SKU in a store. */
interface Planned {
  readonly write: Write
  readonly marks?: string
  readonly moves?: string
}

/** A marker for each order, and one write for each SKU of each store, however many orders want it. */
function planOf(table: string, orders: readonly Reservation[], expires_at: number): Planned[] {
  const markers = orders.map(({ order_id, store_id, items }) => ({
    marks: order_id,
    write: markOnce(table, { store_id, sku: reservationKey(order_id), state: 'reserved', items, expires_at }),
  }))
  const wanted = Map.groupBy(
    orders.flatMap(({ store_id, items }) => items.map((it) => ({ ...it, store_id }))),
    (it) => stockId(it.store_id, it.sku),
  )
  const moves = [...wanted].map(([id, some]) => {
    const { store_id, sku } = some[0]!
    const pieces = some.reduce((sum, it) => sum + it.quantity, 0)
    return { moves: id, write: moveStock(table, store_id, sku, -pieces) }
  })
  return [...markers, ...moves]
}

/** Groups of orders whose writes fit into one transaction; orders of one store stay together where they can. */
function packed(orders: readonly Reservation[]): Reservation[][] {
  const groups: Reservation[][] = []
  let writes = MOST_WRITES
  for (const order of [...orders].sort((a, b) => a.store_id.localeCompare(b.store_id))) {
    const needed = 1 + skusOf(order).length
    if (writes + needed > MOST_WRITES) {
      groups.push([])
      writes = 0
    }
    groups.at(-1)!.push(order)
    writes += needed
  }
  return groups
}
