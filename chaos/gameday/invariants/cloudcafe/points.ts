import { loyalty } from '../../../../model/systems/cloudcafe/seed.ts'
import type { Stage } from '../../site.ts'
import type { Count, Invariant, Run } from '../invariant.ts'
import { acceptedIds, aurora, isPaid, ordersOf } from './orders.ts'

/** A paid order earns its points once, and a customer has what the ledger says. */
export const points: Invariant = {
  id: 'points',
  title: 'Points add up: once for each paid order, none for a refused one, balances as in the ledger',
  async prepare(before) {
    const offBefore = await balancesOff(before)
    return (run) => count(run, offBefore)
  },
}

async function count(run: Run, offBefore: Balances): Promise<Count> {
  const { stage } = run
  const accepted = acceptedIds(run)
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
  const now = await balancesOff(stage, accepted)
  const off = [...now].map(([id, points]) => ({ id, now: points, before: offBefore.get(id) ?? 0 }))
  const sum = rows.filter(isPaid).reduce((total, it) => total + due(it.total_cents), 0)
  return {
    counted: [...earned.values()].reduce((a, b) => a + b, 0),
    expected: sum,
    violations: [...wrong, ...off.filter((it) => it.now !== it.before).map(offText)],
    detail: `${rows.filter(isPaid).length} paid orders`,
    leftOut: off.filter((it) => it.now === it.before).map((it) => `${offText(it)}, as before this game day`),
  }
}

interface Off {
  readonly id: string
  /** Points more than the ledger says, now and before the load. */
  readonly now: number
  readonly before: number
}
/** Points that a customer has more than the ledger says; only of those where they differ. */
type Balances = ReadonlyMap<string, number>

const offText = ({ id, now }: Off) =>
  `${id} has ${Math.abs(now)} points ${now > 0 ? 'more' : 'less'} than the ledger says`

async function earnedBy(stage: Stage, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await aurora(stage).query<{ order_id: string; points: number }>(
    'select order_id, points from points_ledger where order_id = any($1)',
    [ids],
  )
  return new Map(rows.map((it) => [it.order_id, it.points]))
}

/** Customers whose balance is not the sum of their ledger: of these orders, or all. */
async function balancesOff(stage: Stage, ids?: readonly string[]): Promise<Balances> {
  const rows = await aurora(stage).query<{ customer_id: string; off: number }>(
    `select customer_id, (users.points - sum(points_ledger.points))::float8 as off
       from users join points_ledger using (customer_id)
      where $1::text[] is null
         or customer_id in (select customer_id from points_ledger where order_id = any($1))
      group by customer_id, users.points having users.points <> sum(points_ledger.points)`,
    [ids ?? null],
  )
  return new Map(rows.map((it) => [it.customer_id, it.off]))
}
