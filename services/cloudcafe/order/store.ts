import type { Aurora } from '../../../lib/stores/aurora.ts'
import { isPassing } from '../../../lib/stores/passing.ts'
import type { OrderStatus } from '../../../model/systems/cloudcafe/messages.ts'
import type { Order } from './schema.ts'
import * as sql from './statements.ts'

/** Who is told of a change of state, by id of the model. */
export type Target =
  | 'order-submission'
  | 'payment-processing'
  | 'order-events'
  | 'analytics-events'
  | 'inventory'

/** An idempotency key with what it stands for. */
export interface Key {
  readonly key: string
  readonly requestHash: string
  readonly response: string
  readonly expiresAt: Date
}
/** How the placing of an order ended; `replayed` carries the first response under that key. */
export type Placement =
  | { readonly kind: 'placed' | 'busy' | 'other-request' }
  | { readonly kind: 'replayed'; readonly response: string }

/** A change of state, made only where the order is still in `from`. */
export interface Change {
  readonly order_id: string
  readonly from: OrderStatus
  readonly to: OrderStatus
  readonly targets: readonly Target[]
  readonly reason?: string | null
  readonly charge_id?: string | null
  readonly ready_at?: string
}

export interface OrderStore {
  /** Writes an order with its outbox rows in one round trip; safe to repeat. */
  place(order: Order, targets: readonly Target[], key?: Key): Promise<Placement>
  /** Orders by id; the reader may lag behind the writer by milliseconds. */
  find(ids: readonly string[], at: 'reader' | 'writer'): Promise<Order[]>
  /** Gives the ids of orders that have changed; the others were not in the state that the change starts from. */
  change(changes: readonly Change[]): Promise<string[]>
  /** Orders whose preparation is over become ready; gives their ids. */
  finish(targets: readonly Target[]): Promise<string[]>
  /** Sends the message of orders that wait in `status` for longer than so many seconds again; gives their ids. */
  sweep(status: OrderStatus, target: Target, seconds: number): Promise<string[]>
  dropExpiredKeys(): Promise<void>
}

/** Orders in Aurora. */
export function orderStore({ writer, reader, patiently }: Aurora): OrderStore {
  const ids = async (statement: sql.Statement, values: unknown[]) => {
    const { rows } = await patiently.execute(() =>
      writer.query<{ order_id: string }>({ ...statement, values }),
    )
    return rows.map((row) => row.order_id)
  }
  const place = async (order: Order, targets: readonly Target[]): Promise<Placement> => {
    await writer.query({ ...sql.placeOrder, values: placeValues(order, targets) })
    return { kind: 'placed' }
  }
  const placeOnce = async (order: Order, targets: readonly Target[], key: Key): Promise<Placement> => {
    const values = [
      ...placeValues(order, targets),
      key.key,
      key.requestHash,
      key.response,
      key.expiresAt.toISOString(),
    ]
    const { rows } = await writer.query<{ locked: boolean; keyed: string | null }>({
      ...sql.placeOrderOnce,
      values,
    })
    if (!rows[0]!.locked) return { kind: 'busy' }
    return rows[0]!.keyed === null ? used(order, key) : { kind: 'placed' }
  }
  const used = async (order: Order, key: Key): Promise<Placement> => {
    const { rows } = await writer.query<{ request_hash: string; order_id: string; response: string }>({
      ...sql.findKey,
      values: [key.key],
    })
    const kept = rows[0]
    if (!kept) return { kind: 'busy' }
    // our own first try, whose answer was lost with the connection
    if (kept.order_id === order.order_id) return { kind: 'placed' }
    if (kept.request_hash !== key.requestHash) return { kind: 'other-request' }
    return { kind: 'replayed', response: kept.response }
  }
  const findAt = async (wanted: readonly string[], at: 'reader' | 'writer') => {
    const query = { ...sql.findOrders, values: [wanted] }
    const { rows } = await (at === 'reader' ? reader : writer).query<OrderRow>(query)
    return rows.map(toOrder)
  }
  return {
    place: (order, targets, key) =>
      patiently.execute(() => (key ? placeOnce(order, targets, key) : place(order, targets))),
    find: (wanted, at) =>
      at === 'writer'
        ? patiently.execute(() => findAt(wanted, at))
        : findAt(wanted, at).catch((err) => {
            // a reader that is gone is no reason to wait: the writer has it all
            if (!isPassing(err)) throw err
            return patiently.execute(() => findAt(wanted, 'writer'))
          }),
    change: (changes) => ids(sql.changeOrders, [JSON.stringify(changes)]),
    finish: (targets) => ids(sql.finishOrders, [targets]),
    sweep: (status, target, seconds) => ids(sql.sweepOrders, [status, target, seconds]),
    dropExpiredKeys: async () => {
      await writer.query(sql.dropKeys)
    },
  }
}

const placeValues = (order: Order, targets: readonly Target[]) => [
  order.order_id,
  order.customer_id,
  order.store_id,
  order.total_cents,
  order.items.reduce((sum, it) => sum + it.quantity, 0),
  order.trace_id,
  order.created_at,
  JSON.stringify(order.items),
  targets,
]

/** An order as Aurora gives it. */
export interface OrderRow extends Omit<Order, 'created_at' | 'updated_at'> {
  readonly created_at: Date
  readonly updated_at: Date
}
export const toOrder = (row: OrderRow): Order => ({
  order_id: row.order_id,
  customer_id: row.customer_id,
  store_id: row.store_id,
  status: row.status,
  version: row.version,
  total_cents: row.total_cents,
  items: row.items,
  reason: row.reason,
  trace_id: row.trace_id,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
})
