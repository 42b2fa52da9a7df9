import type { Logger } from '../../../lib/log.ts'
import { bodyOf, type HandleBatch } from '../../../lib/queue.ts'
import type { PaymentOutcome } from '../../../model/systems/cloudcafe/messages.ts'
import type { LoyaltyStore } from './store.ts'

/** Takes paid orders: one statement notes the points of a batch; an order that comes twice earns once. */
export const accruals =
  (store: LoyaltyStore, log: Logger): HandleBatch =>
  async (messages) => {
    const outcomes = messages.map((it) => bodyOf<PaymentOutcome>(it)).filter((it) => it.outcome === 'paid')
    const paid = new Map(outcomes.map((it) => [it.order_id, it]))
    const wanted = [...paid.values()].map(({ order_id, customer_id, total_cents }) => ({
      order_id,
      customer_id,
      total_cents,
    }))
    for (const id of await store.accrue(wanted)) {
      const { trace_id, customer_id } = paid.get(id)!
      log.debug({ trace_id, customer_id, order_id: id }, 'points accrued')
    }
    return messages
  }
