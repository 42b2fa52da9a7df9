import { cloudcafe } from '../../../../model/systems/cloudcafe/index.ts'
import type { OrderStatus } from '../../../../model/systems/cloudcafe/messages.ts'
import type { Database } from '../../database.ts'
import { type Stage, storeOf } from '../../site.ts'
import type { Run } from '../invariant.ts'

const { subjects } = cloudcafe

/** SQL on the store that says which orders were accepted. */
export const aurora = (stage: Stage): Database => storeOf(stage, subjects.order.truth.store)

/** Ids of the orders that a client saw accepted, as often as one saw it. */
export const acceptedIds = ({ accepted }: Run): readonly string[] => accepted('order')

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
export async function ordersOf(stage: Stage, ids: readonly string[]): Promise<Map<string, OrderRow>> {
  const rows = await aurora(stage).query<OrderRow>(
    `select ${COLUMNS} from orders where order_id::text = any($1)`,
    [ids],
  )
  return new Map(rows.map((it) => [it.order_id, it]))
}

/** All orders made since then (Unix milliseconds), whoever made them. */
export async function ordersSince(stage: Stage, since: number): Promise<OrderRow[]> {
  const rows = await aurora(stage).query<OrderRow>(`select ${COLUMNS} from orders where created_at >= $1`, [
    new Date(since),
  ])
  return rows
}

/** Ids of the orders that this load's visitors placed, whether or not one saw the answer. */
export async function ordersOfLoad(stage: Stage, load: string): Promise<Set<string>> {
  const rows = await aurora(stage).query<{ order_id: string }>(
    'select order_id::text from idempotency_keys where starts_with(key, $1)',
    [`${load}-`],
  )
  return new Set(rows.map((it) => it.order_id))
}

/** The customer has been charged, whether or not the order is made yet. */
export const isPaid = (it: OrderRow): boolean => it.status === 'paid' || it.status === 'ready'
