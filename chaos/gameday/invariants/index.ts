import { acceptedOrders } from './cloudcafe/accepted-orders.ts'
import { analytics } from './cloudcafe/analytics.ts'
import { orderEvents } from './cloudcafe/order-events.ts'
import { orderOutcomes } from './cloudcafe/order-outcomes.ts'
import { payments } from './cloudcafe/payments.ts'
import { points } from './cloudcafe/points.ts'
import { stock } from './cloudcafe/stock.ts'
import type { Invariant } from './invariant.ts'

/** What must hold in each system, in the order in which it is counted: first that all has come to its end. */
export const invariants: Readonly<Record<string, readonly Invariant[]>> = {
  cloudcafe: [orderOutcomes, acceptedOrders, payments, stock, points, orderEvents, analytics],
}
