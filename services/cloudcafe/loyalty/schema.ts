import Type, { type Static } from 'typebox'
import { Id } from '../../../model/systems/cloudcafe/messages.ts'

/** The body of `POST /loyalty/accrue`; an order accrues once. */
export const Accrual = Type.Object(
  { order_id: Id, customer_id: Id, total_cents: Type.Integer({ minimum: 0, maximum: 100_000_000 }) },
  {
    additionalProperties: false,
    examples: [{ order_id: 'order-1', customer_id: 'customer-00001', total_cents: 450 }],
  },
)
export const UserParams = Type.Object({ userId: Type.String({ ...Id, examples: ['customer-00001'] }) })
const Points = Type.Integer({ minimum: 0 })
/** The answer of `GET /loyalty/points/:userId`; `next` is null at the highest tier. */
export const Balance = Type.Object({
  customer_id: Type.String(),
  points: Points,
  tier: Type.String(),
  next: Type.Union([Type.Object({ tier: Type.String(), points_to_go: Points }), Type.Null()]),
})
/** The answer of `POST /loyalty/accrue`: the points of the order, and what the customer has now. */
export const Accrued = Type.Object({
  order_id: Id,
  accrued: Points,
  customer_id: Type.String(),
  points: Points,
  tier: Type.String(),
})
export type Accrual = Static<typeof Accrual>
