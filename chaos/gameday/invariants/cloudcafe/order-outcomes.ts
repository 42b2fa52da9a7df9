import { invariant } from '../invariant.ts'
import { ordersOf } from './orders.ts'

/** No order is left half-way. */
export const orderOutcomes = invariant(
  'order-outcomes',
  'Every accepted order ends ready (and paid) or refused',
  async ({ stage, accepted }) => {
    const rows = [...(await ordersOf(stage, accepted)).values()]
    const of = (status: string) => rows.filter((it) => it.status === status).length
    const open = rows.filter((it) => it.status !== 'ready' && it.status !== 'refused')
    return {
      counted: rows.length - open.length,
      expected: accepted.length,
      violations: open.map((it) => `${it.order_id} is still ${it.status}`),
      detail: `${of('ready')} ready, ${of('refused')} refused`,
    }
  },
)
