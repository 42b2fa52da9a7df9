import type { Logger } from '../../../lib/log.ts'
import type { Handle } from '../../../lib/queue.ts'
import type { PaymentOutcome } from '../../../model/systems/cloudcafe/messages.ts'
import type { Change, OrderStore } from './store.ts'

/**
 * Takes results of payments: one statement brings a whole batch into `paid` (ready after `preparationMs`) or
 * `refused`, whose stock the outbox then gives back. A message that comes twice changes nothing. `changed` is told how
 * many have become paid.
 */
export const results =
  (
    orders: OrderStore,
    preparationMs: number,
    changed: (paid: number) => void,
    log: Logger,
  ): Handle<PaymentOutcome> =>
  async (messages) => {
    const outcomes = new Map(messages.map((it) => [it.order_id, it]))
    const made = await orders.change([...outcomes.values()].map((it) => changeAfter(it, preparationMs)))
    changed(made.filter((id) => outcomes.get(id)?.outcome === 'paid').length)
    for (const { trace_id, customer_id, order_id, outcome } of outcomes.values())
      log.debug({ trace_id, customer_id, order_id, outcome }, 'payment has a result')
  }

function changeAfter(it: PaymentOutcome, preparationMs: number): Change {
  const { order_id, charge_id, reason } = it
  if (it.outcome === 'refused')
    return {
      order_id,
      from: 'reserved',
      to: 'refused',
      targets: ['inventory', 'order-events', 'analytics-events'],
      reason: reason ?? 'the payment was refused',
    }
  const ready_at = new Date(Date.now() + preparationMs).toISOString()
  const targets = ['order-events', 'analytics-events'] as const
  return { order_id, from: 'reserved', to: 'paid', targets, charge_id, ready_at }
}
