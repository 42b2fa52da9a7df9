import { invariant } from '../invariant.ts'
import { acceptedIds, ordersOf, ordersSince } from './orders.ts'

/** What a client was told is accepted is in the record, once. */
export const acceptedOrders = invariant(
  'accepted-orders',
  'Every order that a client saw accepted is in Aurora exactly once',
  async (run) => {
    const { stage, startedAt } = run
    const accepted = acceptedIds(run)
    const rows = await ordersOf(stage, accepted)
    const lost = accepted.filter((id) => !rows.has(id)).map((id) => `${id} was accepted and is not in Aurora`)
    const twice = accepted
      .filter((id, i) => accepted.indexOf(id) < i)
      .map((id) => `${id} was given to two visitors`)
    const seen = new Set(accepted)
    const unseen = (await ordersSince(stage, startedAt)).filter((it) => !seen.has(it.order_id)).length
    return {
      counted: rows.size,
      expected: accepted.length,
      violations: [...lost, ...twice],
      detail: `${unseen} more orders are in Aurora whose answer no visitor of this load saw`,
    }
  },
)
