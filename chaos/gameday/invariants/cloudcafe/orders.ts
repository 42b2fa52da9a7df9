import type { OrderStatus } from '../../../../model/systems/cloudcafe/messages.ts'
import type { Stage } from '../../site.ts'

/** An order as Aurora has it. */
export interface OrderRow {
  readonly order_id: string
  readonly customer_id: string
  readonly store_id: string
  readonly status: OrderStatus
  readonly total_cents: number
  readonly created_at: Date
}

const COLUMNS = 'order_id::text, customer_id, store_id, status, total_cents, created_at'

/** The orders with these ids, by id. */
export async function ordersOf({ clients }: Stage, ids: readonly string[]): Promise<Map<string, OrderRow>> {
  const rows = await clients.aurora.query<OrderRow>(
    `select ${COLUMNS} from orders where order_id::text = any($1)`,
    [ids],
  )
  return new Map(rows.map((it) => [it.order_id, it]))
}

/** All orders made since then (Unix milliseconds), whoever made them. */
export async function ordersSince({ clients }: Stage, since: number): Promise<OrderRow[]> {
  const rows = await clients.aurora.query<OrderRow>(`select ${COLUMNS} from orders where created_at >= $1`, [
    new Date(since),
  ])
  return rows
}

/** Ids of the orders that this load's visitors placed, whether or not one saw the answer. */
export async function ordersOfLoad({ clients }: Stage, load: string): Promise<Set<string>> {
  const rows = await clients.aurora.query<{ order_id: string }>(
    'select order_id::text from idempotency_keys where starts_with(key, $1)',
    [`${load}-`],
  )
  return new Set(rows.map((it) => it.order_id))
}

/** The customer has been charged, whether or not the order is made yet. */
export const isPaid = (it: OrderRow): boolean => it.status === 'paid' || it.status === 'ready'
