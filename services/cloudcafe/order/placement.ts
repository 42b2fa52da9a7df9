import { createHash } from 'node:crypto'
import { TaskCancelledError } from 'cockatiel'
import { comeAgain, HttpError } from '../../../lib/errors.ts'
import { uuidv7 } from '../../../lib/ids.ts'
import { isPassing } from '../../../lib/stores/passing.ts'
import { type Prices, priced, totalOf } from './pricing.ts'
import type { NewOrder, Order } from './schema.ts'
import type { Key, OrderStore, Placement, Target } from './store.ts'
import type { CheckStore } from './stores.ts'

export interface Placed {
  readonly order: Order
  /** The answer's JSON, the very text that an idempotency key keeps. */
  readonly body: string
  readonly replayed: boolean
}

const TARGETS: readonly Target[] = ['order-submission', 'order-events', 'analytics-events']
const COME_AGAIN_SECONDS = 2

/** Prices an order and writes it; `keyTtlMs` is how long an idempotency key is kept. */
export function placement(
  orders: OrderStore,
  prices: () => Promise<Prices>,
  checkStore: CheckStore,
  keyTtlMs: number,
) {
  return async (wanted: NewOrder, traceId: string, key?: string): Promise<Placed> => {
    await checkStore(wanted.store_id)
    const order = newOrder(wanted, await prices(), traceId)
    const body = JSON.stringify(order)
    const kept = key === undefined ? undefined : keyOf(key, wanted, body, keyTtlMs)
    const outcome = await orders.place(order, TARGETS, kept).catch(notNow)
    return answerOf(outcome, order, body)
  }
}

function newOrder(wanted: NewOrder, prices: Prices, trace_id: string): Order {
  const items = priced(wanted.items, prices)
  const now = Date.now()
  const at = new Date(now).toISOString()
  return {
    order_id: uuidv7(now),
    customer_id: wanted.customer_id,
    store_id: wanted.store_id,
    status: 'submitted',
    version: 1,
    total_cents: totalOf(items),
    items,
    reason: null,
    trace_id,
    created_at: at,
    updated_at: at,
  }
}

const keyOf = (key: string, wanted: NewOrder, response: string, ttlMs: number): Key => ({
  key,
  requestHash: createHash('sha256').update(canonical(wanted)).digest('base64'),
  response,
  expiresAt: new Date(Date.now() + ttlMs),
})

/** The same request has the same text, whatever the order of its members. */
const canonical = (wanted: NewOrder) =>
  JSON.stringify([
    wanted.customer_id,
    wanted.store_id,
    wanted.items.map((it) => [it.sku, it.quantity, it.size ?? 'medium', it.extras ?? []]),
  ])

function notNow(err: unknown): never {
  if (!isPassing(err) && !(err instanceof TaskCancelledError)) throw err
  const detail = 'orders cannot be written now; send the same request again, with the same Idempotency-Key'
  throw comeAgain(503, detail, COME_AGAIN_SECONDS)
}

function answerOf(outcome: Placement, order: Order, body: string): Placed {
  switch (outcome.kind) {
    case 'placed':
      return { order, body, replayed: false }
    case 'replayed':
      return { order: JSON.parse(outcome.response) as Order, body: outcome.response, replayed: true }
    case 'busy':
      throw new HttpError(
        409,
        'Conflict',
        'a request with this Idempotency-Key is under way; ask again when it has ended',
      )
    case 'other-request':
      throw new HttpError(
        422,
        'Unprocessable Content',
        'this Idempotency-Key was used for another order; take a new key for a new order',
      )
  }
}
