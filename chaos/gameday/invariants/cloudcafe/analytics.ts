import type { Count, Invariant, Run } from '../invariant.ts'
import { isPaid, type OrderRow, ordersOfLoad, ordersSince } from './orders.ts'
import { queryRedshift, type Row } from './redshift.ts'

/** What the analysts see is what happened: each fact once, and the windows add up to the facts. */
export const analytics: Invariant = {
  id: 'analytics',
  title: "Redshift's facts and totals agree with Aurora, and its windows with its facts",
  async prepare(stage) {
    const [before] = await queryRedshift(stage, SUMS)
    return (run) => count(run, before!)
  },
}

async function count({ stage, startedAt, load }: Run, before: Row): Promise<Count> {
  const all = await ordersSince(stage, startedAt)
  const own = await ordersOfLoad(stage, load)
  const orders = all.filter((it) => own.has(it.order_id))
  const known = new Set(all.map((it) => it.order_id))
  const facts = await queryRedshift(
    stage,
    `select event_id, order_id, status, total_cents from order_facts
        where "at" >= '${timestamp(startedAt)}'`,
  )
  const [sums] = await queryRedshift(stage, SUMS)
  const foreign = facts.filter((it) => !known.has(String(it.order_id)))
  const windows = windowsOff(sums!, before, foreign)
  const ours = facts.filter((it) => own.has(String(it.order_id)))
  const violations = [...repeated(ours), ...disagreements(orders, ours), ...windows.wrong]
  const expected = [...new Set(orders.flatMap(expectedFacts))]
  const found = new Set(facts.map((it) => String(it.event_id)))
  const cents = orders.filter(isPaid).reduce((sum, it) => sum + it.total_cents, 0)
  return {
    counted: expected.filter((id) => found.has(id)).length,
    expected: expected.length,
    violations,
    detail: `${(cents / 100).toFixed(2)} of revenue of this load, ${sums!.facts_paid} paid orders in all`,
    leftOut: [
      ...foreign.map((it) => `${it.event_id} is in order_facts, of an order that Aurora does not have`),
      ...windows.leftOut,
    ],
  }
}

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

const COUNTS = ['orders', 'paid', 'refused', 'revenue_cents'] as const

/**
 * Where windows and facts differ by something else than before the load. Facts of orders that nobody has placed may have
 * been written by hand, past the windows: so much of a difference is theirs.
 */
function windowsOff(sums: Row, before: Row, foreign: readonly Row[]) {
  const rows = COUNTS.map((name) => {
    const was = offBy(before, name)
    const more = offBy(sums, name) - was
    const text = `${name}: ${sums[`facts_${name}`]} by order_facts, ${sums[`windows_${name}`]} by order_windows`
    return { text, was, wrong: more < 0 || more > shareOf(foreign, name) }
  })
  return {
    wrong: rows.filter((it) => it.wrong).map((it) => it.text),
    leftOut: rows
      .filter((it) => !it.wrong && it.was !== 0)
      .map((it) => `${it.text}, as before this game day`),
  }
}

const offBy = (sums: Row, name: (typeof COUNTS)[number]) =>
  Number(sums[`facts_${name}`]) - Number(sums[`windows_${name}`])

function shareOf(facts: readonly Row[], name: (typeof COUNTS)[number]): number {
  const of = (status: string) => facts.filter((it) => it.status === status)
  if (name === 'revenue_cents') return of('paid').reduce((sum, it) => sum + Number(it.total_cents), 0)
  return of(name === 'orders' ? 'submitted' : name).length
}
