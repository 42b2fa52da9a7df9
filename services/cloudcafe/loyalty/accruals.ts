import type { Logger } from '../../../lib/log.ts'
import type { Handle } from '../../../lib/queue.ts'
import type { PaymentOutcome } from '../../../model/systems/cloudcafe/messages.ts'
import type { LoyaltyStore } from './store.ts'

/** Takes paid orders: one statement notes the points of a batch; an order that comes twice earns once. */
export const accruals =
  (store: LoyaltyStore, log: Logger): Handle<PaymentOutcome> =>
  async (messages) => {
    const paid = new Map(messages.filter((it) => it.outcome === 'paid').map((it) => [it.order_id, it]))
    const wanted = [...paid.values()].map(({ order_id, customer_id, total_cents }) => ({
      order_id,
      customer_id,
      total_cents,
    }))
    for (const id of await store.accrue(wanted)) {
      const { trace_id, customer_id } = paid.get(id)!
      log.debug({ trace_id, customer_id, order_id: id }, 'points accrued')
    }
  }
