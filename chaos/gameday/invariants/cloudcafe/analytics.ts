import { invariant } from '../invariant.ts'
import { isPaid, type OrderRow, ordersSince } from './orders.ts'
import { queryRedshift, type Row } from './redshift.ts'

/** What the analysts see is what happened: each fact once, and the windows add up to the facts. */
export const analytics = invariant(
  'analytics',
  "Redshift's facts and totals agree with Aurora, and its windows with its facts",
  async ({ stage, startedAt }) => {
    const orders = await ordersSince(stage, startedAt)
    const facts = await queryRedshift(
      stage,
      `select event_id, order_id, status, total_cents from order_facts
        where "at" >= '${timestamp(startedAt)}'`,
    )
    const [sums] = await queryRedshift(stage, SUMS)
    const violations = [...repeated(facts), ...disagreements(orders, facts), ...windowsOff(sums!)]
    const expected = [...new Set(orders.flatMap(expectedFacts))]
    const found = new Set(facts.map((it) => String(it.event_id)))
    const cents = orders.filter(isPaid).reduce((sum, it) => sum + it.total_cents, 0)
    return {
      counted: expected.filter((id) => found.has(id)).length,
      expected: expected.length,
      violations,
      detail: `${(cents / 100).toFixed(2)} of revenue since the load began, ${sums!.facts_paid} paid orders in all`,
    }
  },
)

/** UTC without a zone, as a TIMESTAMP of Redshift is read. */
const timestamp = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '')

/** Facts and windows, each summed over all time by Redshift itself. */
const SUMS = `select
  (select count(*) from order_facts where status = 'submitted') as facts_orders,
  (select count(*) from order_facts where status = 'paid') as facts_paid,
  (select count(*) from order_facts where status = 'refused') as facts_refused,
  (select coalesce(sum(total_cents), 0) from order_facts where status = 'paid') as facts_revenue_cents,
  (select coalesce(sum(orders), 0) from order_windows) as windows_orders,
  (select coalesce(sum(paid), 0) from order_windows) as windows_paid,
  (select coalesce(sum(refused), 0) from order_windows) as windows_refused,
  (select coalesce(sum(revenue_cents), 0) from order_windows) as windows_revenue_cents`

/** Every order was submitted once; one that is ready was paid before. */
function expectedFacts(it: OrderRow): string[] {
  const passed = it.status === 'ready' ? ['paid', 'ready'] : [it.status]
  return ['submitted', ...passed].map((status) => `${it.order_id}:${status}`)
}

const repeated = (facts: readonly Row[]): string[] =>
  [...Map.groupBy(facts, (it) => String(it.event_id))]
    .filter(([, rows]) => rows.length > 1)
    .map(([id, rows]) => `${id} is in order_facts ${rows.length} times`)

function disagreements(orders: readonly OrderRow[], facts: readonly Row[]): string[] {
  const byId = new Map(facts.map((it) => [String(it.event_id), it]))
  return orders.flatMap((order) => [
    ...expectedFacts(order)
      .filter((id) => !byId.has(id))
      .map((id) => `${id} is not in order_facts`),
    ...expectedFacts(order)
      .filter((id) => byId.has(id) && Number(byId.get(id)!.total_cents) !== order.total_cents)
      .map(
        (id) => `${id} has ${byId.get(id)!.total_cents} cents in order_facts, Aurora ${order.total_cents}`,
      ),
  ])
}

const windowsOff = (sums: Row): string[] =>
  ['orders', 'paid', 'refused', 'revenue_cents']
    .filter((name) => Number(sums[`facts_${name}`]) !== Number(sums[`windows_${name}`]))
    .map(
      (name) =>
        `${name}: ${sums[`facts_${name}`]} by order_facts, ${sums[`windows_${name}`]} by order_windows`,
    )
