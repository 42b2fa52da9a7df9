/**
 * What CloudCafe's parts say to each other; JSON on every wire, money in cents, times as ISO 8601. Each message has one
 * schema, which every consumer of it holds the message against.
 */
import Type, { type Static } from 'typebox'

/** An order's states: `paid` and `refused` end the payment, `ready` ends the order. */
export const orderStatuses = ['submitted', 'reserved', 'paid', 'ready', 'refused'] as const
export type OrderStatus = (typeof orderStatuses)[number]

/** An id as any part of the system gives it. */
export const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9._:-]+$' })
/** An order's id: a UUID in lower case. */
export const OrderId = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
})
/** The largest `int` of Aurora: no amount or count is above it. */
const MOST = 2_147_483_647
const Cents = Type.Integer({ minimum: 0, maximum: MOST })
const Trace = Type.String({ maxLength: 256 })
const Time = Type.String({ format: 'date-time', maxLength: 40 })

export const OrderItem = Type.Object({ sku: Id, quantity: Type.Integer({ minimum: 1, maximum: 20 }) })

/** On `order-submission`: an order waits for its stock. */
export const OrderSubmitted = Type.Object({
  order_id: OrderId,
  customer_id: Id,
  store_id: Id,
  items: Type.Array(OrderItem, { minItems: 1, maxItems: 50 }),
  total_cents: Cents,
  trace_id: Trace,
})

/** On `payment-processing` (group id: customer): stock is reserved, the customer is to be charged. */
export const PaymentRequested = Type.Object({
  order_id: OrderId,
  customer_id: Id,
  store_id: Id,
  total_cents: Type.Integer({ minimum: 1, maximum: MOST }),
  trace_id: Trace,
})

/** On `payment-outcomes` (in SNS's envelope at the queues), with the message attribute `outcome`. */
export const PaymentOutcome = Type.Object({
  order_id: OrderId,
  customer_id: Id,
  store_id: Id,
  total_cents: Cents,
  outcome: Type.Enum(['paid', 'refused']),
  /** The provider's id of the charge; null where it was refused. */
  charge_id: Type.Union([Type.String({ maxLength: 128 }), Type.Null()]),
  reason: Type.Union([Type.String({ maxLength: 1000 }), Type.Null()]),
  at: Time,
  trace_id: Trace,
})

/** On `order-events` (key: customer) and `analytics-events` (key: store): an order came into a state. */
export const OrderEvent = Type.Object({
  /** `<order_id>:<status>`: the same fact has the same id, however often it is sent. */
  event_id: Type.String({ minLength: 1, maxLength: 160 }),
  order_id: OrderId,
  customer_id: Id,
  store_id: Id,
  status: Type.Enum([...orderStatuses]),
  total_cents: Cents,
  item_count: Type.Integer({ minimum: 0, maximum: MOST }),
  at: Time,
})

/** In `store-inventory`: pieces of one SKU in one store; `version` grows with each change. */
export const StockCount = Type.Object({
  store_id: Id,
  sku: Id,
  on_hand: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  version: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
})

export type OrderItem = Static<typeof OrderItem>
export type OrderSubmitted = Static<typeof OrderSubmitted>
export type PaymentRequested = Static<typeof PaymentRequested>
export type PaymentOutcome = Static<typeof PaymentOutcome>
export type OrderEvent = Static<typeof OrderEvent>
export type StockCount = Static<typeof StockCount>

/** What each queue, topic, stream and watched table carries, by id of the model; a queue behind a topic carries the topic's. */
export const messages = {
  'order-submission': OrderSubmitted,
  'payment-processing': PaymentRequested,
  'payment-outcomes': PaymentOutcome,
  'order-events': OrderEvent,
  'analytics-events': OrderEvent,
  'store-inventory': StockCount,
} as const
