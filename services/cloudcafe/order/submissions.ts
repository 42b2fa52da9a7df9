import type { Logger } from '../../../lib/log.ts'
import type { Handle } from '../../../lib/queue.ts'
import type { OrderSubmitted } from '../../../model/systems/cloudcafe/messages.ts'
import type { Inventory, Reserved } from './inventory.ts'
import type { Change, OrderStore } from './store.ts'

/**
 * Takes submitted orders: one call reserves the stock of a whole batch, one statement brings the orders into
 * `reserved` (with the request for payment) or `refused`. A message that comes twice changes nothing.
 */
export const submissions =
  (orders: OrderStore, inventory: Inventory, changed: () => void, log: Logger): Handle<OrderSubmitted> =>
  async (messages) => {
    const submitted = new Map(messages.map((it) => [it.order_id, it]))
    const results = await inventory.reserve(
      [...submitted.values()].map(({ order_id, store_id, items }) => ({ order_id, store_id, items })),
    )
    await orders.change(results.map(changeAfter))
    changed()
    for (const { order_id, outcome, short } of results) {
      const order = submitted.get(order_id)
      log.debug({ trace_id: order?.trace_id, order_id, outcome, short }, 'stock asked for')
    }
    const unanswered = submitted.size - new Set(results.map((it) => it.order_id)).size
    if (unanswered > 0) throw new Error(`the inventory did not answer for ${unanswered} orders`)
  }

const changeAfter = ({ order_id, outcome, short }: Reserved): Change =>
  outcome === 'reserved'
    ? {
        order_id,
        from: 'submitted',
        to: 'reserved',
        targets: ['payment-processing', 'order-events', 'analytics-events'],
      }
    : {
        order_id,
        from: 'submitted',
        to: 'refused',
        targets: ['order-events', 'analytics-events'],
        reason:
          outcome === 'closed' ? 'the store is closed' : `the store is short of ${(short ?? []).join(', ')}`,
      }
