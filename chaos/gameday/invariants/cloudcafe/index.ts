import type { Invariant } from '../invariant.ts'
import { acceptedOrders } from './accepted-orders.ts'
import { analytics } from './analytics.ts'
import { orderEvents } from './order-events.ts'
import { orderOutcomes } from './order-outcomes.ts'
import { payments } from './payments.ts'
import { points } from './points.ts'
import { stock } from './stock.ts'

/** What must hold in CloudCafe, in the order in which it is counted: first that all has come to its end. */
export const invariants: readonly Invariant[] = [
  orderOutcomes,
  acceptedOrders,
  payments,
  stock,
  points,
  orderEvents,
  analytics,
]
