import { invariant } from '../invariant.ts'
import { acceptedIds, ordersOf } from './orders.ts'

/** No order is left half-way. */
export const orderOutcomes = invariant(
  'order-outcomes',
  'Every accepted order ends ready (and paid) or refused',
  async (run) => {
    const { stage } = run
    const accepted = acceptedIds(run)
    const rows = [...(await ordersOf(stage, accepted)).values()]
    const of = (status: string) => rows.filter((it) => it.status === status).length
    const open = rows.filter((it) => it.status !== 'ready' && it.status !== 'refused')
    const states = [...Map.groupBy(open, (it) => it.status)].map(
      ([status, all]) => `${all.length} are still ${status}`,
    )
    const oldest = Math.round((Date.now() - Math.min(...open.map((it) => it.created_at.getTime()))) / 1000)
    return {
      waitsFor: `until every accepted order has ended: of ${rows.length} ${states.join(', ')}, the oldest ${oldest} s old`,
      counted: rows.length - open.length,
      expected: accepted.length,
      violations: open.map((it) => `${it.order_id} is still ${it.status}`),
      detail: `${of('ready')} ready, ${of('refused')} refused`,
    }
  },
)
