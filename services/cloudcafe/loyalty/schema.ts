import Type, { type Static } from 'typebox'
import { Id } from '../../../model/systems/cloudcafe/messages.ts'

/** The body of `POST /loyalty/accrue`; an order accrues once. */
export const Accrual = Type.Object(
  { order_id: Id, customer_id: Id, total_cents: Type.Integer({ minimum: 0, maximum: 100_000_000 }) },
  { additionalProperties: false },
)
export const UserParams = Type.Object({ userId: Id })
export type Accrual = Static<typeof Accrual>
