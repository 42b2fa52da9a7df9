import Type, { type Static } from 'typebox'
import { Id, orderStatuses } from '../../../model/systems/cloudcafe/messages.ts'
import { extras, sizes } from '../../../model/systems/cloudcafe/seed.ts'

const Cents = Type.Integer({ minimum: 0 })
const Time = Type.String({ description: 'ISO 8601' })

/** A line of an order as the customer asks for it. */
export const WantedItem = Type.Object(
  {
    sku: Id,
    quantity: Type.Integer({ minimum: 1, maximum: 20 }),
    size: Type.Optional(Type.Enum(Object.keys(sizes) as (keyof typeof sizes)[])),
    extras: Type.Optional(
      Type.Array(Type.Enum(Object.keys(extras) as (keyof typeof extras)[]), { uniqueItems: true }),
    ),
  },
  { additionalProperties: false },
)
/** The body of `POST /orders`. */
export const NewOrder = Type.Object(
  { customer_id: Id, store_id: Id, items: Type.Array(WantedItem, { minItems: 1, maxItems: 50 }) },
  {
    additionalProperties: false,
    examples: [
      { customer_id: 'customer-00001', store_id: 'store-001', items: [{ sku: 'latte', quantity: 2 }] },
    ],
  },
)

const Line = Type.Object({
  sku: Id,
  quantity: Type.Integer(),
  size: Type.String(),
  extras: Type.Array(Type.String()),
  unit_cents: Cents,
})
/** An order as `GET /orders/:id` shows it, and as `active-orders` keeps it. */
export const Order = Type.Object({
  order_id: Type.String(),
  customer_id: Id,
  store_id: Id,
  status: Type.Enum([...orderStatuses]),
  /** Counts the changes of state; the higher one is the newer. */
  version: Type.Integer(),
  total_cents: Cents,
  items: Type.Array(Line),
  reason: Type.Union([Type.String(), Type.Null()]),
  trace_id: Type.String(),
  created_at: Time,
  updated_at: Time,
})
/** The answer of `GET /orders`. */
export const Orders = Type.Object({ orders: Type.Array(Order) })
/** Of `GET /orders`: the customer's orders of the last day, or with `x-session-id` those of the session. */
export const OrdersQuery = Type.Object({ customer_id: Type.Optional(Id) }, { additionalProperties: false })
export const OrderParams = Type.Object({ id: Type.String() })
const SessionId = Type.Optional(Type.String({ minLength: 1, maxLength: 128 }))
export const SessionHeaders = Type.Object({ 'x-session-id': SessionId })
export const NewOrderHeaders = Type.Object({
  'x-session-id': SessionId,
  'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
})

export type WantedItem = Static<typeof WantedItem>
export type NewOrder = Static<typeof NewOrder>
export type Line = Static<typeof Line>
export type Order = Static<typeof Order>
