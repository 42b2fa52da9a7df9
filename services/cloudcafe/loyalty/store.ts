import { type ExpressionBuilder, Kysely, PostgresDialect, sql } from 'kysely'
import type { Aurora } from '../../../lib/stores/aurora.ts'
import { isPassing } from '../../../lib/stores/passing.ts'
import { loyalty } from '../../../model/systems/cloudcafe/seed.ts'
import type { Accrual } from './schema.ts'
import type { Tables } from './tables.ts'
import { pointsFor } from './tiers.ts'

export interface Balance {
  readonly customer_id: string
  readonly points: number
  readonly tier: string
}
/** What the points of an order were noted as, now or before. */
export interface Entry extends Accrual {
  readonly points: number
}
/** Points and orders of a tier on a day (UTC, `YYYY-MM-DD`). */
export interface DailyTier {
  readonly day: string
  readonly tier: string
  readonly customers: number
  readonly orders: number
  readonly points: number
}

export interface LoyaltyStore {
  /** Notes points, once for each order however often it comes; gives the ids of orders that are new. */
  accrue(accruals: readonly Accrual[]): Promise<readonly string[]>
  entry(orderId: string): Promise<Entry | null>
  balance(customerId: string, at: 'reader' | 'writer'): Promise<Balance | null>
  /** Points by tier for so many days up to today. */
  daily(days: number): Promise<DailyTier[]>
  /** True for one caller in each window of so many seconds. */
  takeRun(name: string, seconds: number): Promise<boolean>
}

/** Users and points in Aurora. */
export function loyaltyStore({ writer, reader, patiently }: Aurora): LoyaltyStore {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: writer }) })
  const copy = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: reader }) })

  const balanceIn = (from: Kysely<Tables>, customerId: string) =>
    from
      .selectFrom('users')
      .select(['customer_id', 'points', 'tier'])
      .where('customer_id', '=', customerId)
      .executeTakeFirst()

  return {
    accrue: (accruals) =>
      accruals.length === 0 ? Promise.resolve([]) : patiently.execute(() => accrue(db, accruals)),
    entry: async (orderId) => {
      const columns = ['order_id', 'customer_id', 'total_cents', 'points'] as const
      const query = db.selectFrom('points_ledger').select(columns).where('order_id', '=', orderId)
      return (await patiently.execute(() => query.executeTakeFirst())) ?? null
    },
    balance: async (customerId, at) => {
      const fromWriter = () => patiently.execute(() => balanceIn(db, customerId))
      if (at === 'writer') return (await fromWriter()) ?? null
      const found = await balanceIn(copy, customerId).catch((err) => {
        if (!isPassing(err)) throw err
        return fromWriter()
      })
      return found ?? null
    },
    daily: (days) => daily(copy, days),
    takeRun: async (name, seconds) => {
      const due = sql<Date>`now() + make_interval(secs => ${seconds})`
      const taken = await db
        .insertInto('aggregate_runs')
        .values({ name, due_at: due })
        .onConflict((on) =>
          on
            .column('name')
            .doUpdateSet({ due_at: due })
            .where('aggregate_runs.due_at', '<=', sql<Date>`now()`),
        )
        .returning('name')
        .executeTakeFirst()
      return taken !== undefined
    },
  }
}

/** One statement: ledger rows that are new, their sum for each customer, and the users with their tiers. */
async function accrue(db: Kysely<Tables>, accruals: readonly Accrual[]): Promise<string[]> {
  const rows = accruals.map((it) => ({ ...it, points: pointsFor(it.total_cents) }))
  const noted = await db
    .with('noted', (qc) =>
      qc
        .insertInto('points_ledger')
        .values(rows)
        .onConflict((on) => on.column('order_id').doNothing())
        .returning(['order_id', 'customer_id', 'points']),
    )
    .with('earned', (qc) =>
      qc
        .selectFrom('noted')
        .select((eb) => ['customer_id', eb.cast<number>(eb.fn.sum('points'), 'bigint').as('points')])
        .groupBy('customer_id')
        .orderBy('customer_id'),
    )
    .with('credited', (qc) =>
      qc
        .insertInto('users')
        .columns(['customer_id', 'points', 'tier'])
        .expression((eb) =>
          eb.selectFrom('earned').select(['customer_id', 'points', tierSql('points').as('tier')]),
        )
        .onConflict((on) =>
          on.column('customer_id').doUpdateSet({
            points: sql<number>`users.points + excluded.points`,
            tier: tierSql('users.points + excluded.points'),
            updated_at: sql<Date>`now()`,
          }),
        ),
    )
    .selectFrom('noted')
    .select('order_id')
    .execute()
  return noted.map((row) => row.order_id)
}

/** The tier for an expression of points, from the model's steps. */
function tierSql(points: string) {
  const steps = loyalty.tiers.toReversed()
  const cases = steps.map(
    (it) => sql`when ${sql.raw(points)} >= ${sql.lit(it.from)} then ${sql.lit(it.name)}`,
  )
  return sql<string>`case ${sql.join(cases, sql` `)} end`
}

async function daily(db: Kysely<Tables>, days: number): Promise<DailyTier[]> {
  const day = sql<string>`to_char(l.at at time zone 'utc', 'YYYY-MM-DD')`
  const count = (eb: ExpressionBuilder<Tables & { l: Tables['points_ledger'] }, 'l'>) =>
    eb.cast<number>(eb.fn.count('l.customer_id').distinct(), 'integer').as('customers')
  return db
    .selectFrom('points_ledger as l')
    .innerJoin('users as u', 'u.customer_id', 'l.customer_id')
    .select((eb) => [
      day.as('day'),
      'u.tier',
      count(eb),
      eb.cast<number>(eb.fn.countAll(), 'integer').as('orders'),
      eb.cast<number>(eb.fn.sum('l.points'), 'bigint').as('points'),
    ])
    .where('l.at', '>=', sql<Date>`date_trunc('day', now(), 'utc') - make_interval(days => ${days - 1})`)
    .groupBy([day, 'u.tier'])
    .orderBy(day)
    .execute()
}
