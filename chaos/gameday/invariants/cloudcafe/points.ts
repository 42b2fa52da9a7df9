import { loyalty } from '../../../../model/systems/cloudcafe/seed.ts'
import type { Stage } from '../../site.ts'
import { invariant } from '../invariant.ts'
import { isPaid, ordersOf } from './orders.ts'

/** A paid order earns its points once, and a customer has what the ledger says. */
export const points = invariant(
  'points',
  'Points add up: once for each paid order, none for a refused one, balances as in the ledger',
  async ({ stage, accepted }) => {
    const rows = [...(await ordersOf(stage, accepted)).values()]
    const earned = await earnedBy(stage, accepted)
    const due = (cents: number) => Math.floor(cents / loyalty.centsPerPoint)
    const wrong = rows
      .map((it) => ({
        ...it,
        due: isPaid(it) ? due(it.total_cents) : undefined,
        got: earned.get(it.order_id),
      }))
      .filter((it) => it.due !== it.got)
      .map((it) => `${it.order_id} (${it.status}) earned ${it.got ?? 'nothing'}, due ${it.due ?? 'nothing'}`)
    const sum = rows.filter(isPaid).reduce((total, it) => total + due(it.total_cents), 0)
    return {
      counted: [...earned.values()].reduce((a, b) => a + b, 0),
      expected: sum,
      violations: [...wrong, ...(await balancesOff(stage, accepted))],
      detail: `${rows.filter(isPaid).length} paid orders`,
    }
  },
)

async function earnedBy({ clients }: Stage, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await clients.aurora.query<{ order_id: string; points: number }>(
    'select order_id, points from points_ledger where order_id = any($1)',
    [ids],
  )
  return new Map(rows.map((it) => [it.order_id, it.points]))
}

/** Customers of these orders whose balance is not the sum of their ledger. */
async function balancesOff({ clients }: Stage, ids: readonly string[]): Promise<string[]> {
  const rows = await clients.aurora.query<{ customer_id: string; points: string; ledger: string }>(
    `select customer_id, users.points, sum(points_ledger.points) as ledger
       from users join points_ledger using (customer_id)
      where customer_id in (select customer_id from points_ledger where order_id = any($1))
      group by customer_id, users.points having users.points <> sum(points_ledger.points)`,
    [ids],
  )
  return rows.map((it) => `${it.customer_id} has ${it.points} points, the ledger says ${it.ledger}`)
}
