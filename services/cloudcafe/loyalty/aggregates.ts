import type { Logger } from '../../../lib/log.ts'
import { type Loop, loop } from '../../../lib/loop.ts'
import { literal, type Redshift } from '../../../lib/stores/redshift.ts'
import type { DailyTier, LoyaltyStore } from './store.ts'

const TABLE = 'loyalty_daily'
/** Yesterday too: its last orders may have come after its last load. */
const DAYS = 2
const LOOKS_PER_WINDOW = 4

/** The statements that put days anew: what was loaded of them before goes first, so a load may be repeated. */
export function loadOf(rows: readonly DailyTier[]): string[] {
  const days = [...new Set(rows.map((it) => it.day))].map(literal)
  const values = rows.map(
    (it) => `(${literal(it.day)}, ${literal(it.tier)}, ${it.customers}, ${it.orders}, ${it.points})`,
  )
  return [
    `create table if not exists ${TABLE} (day date, tier varchar(16), customers int, orders int, points bigint)`,
    `delete from ${TABLE} where day in (${days.join(', ')})`,
    `insert into ${TABLE} (day, tier, customers, orders, points) values ${values.join(', ')}`,
  ]
}

/** Loads points by tier and day into Redshift, once in each window whatever the number of instances. */
export const aggregates = (
  store: LoyaltyStore,
  warehouse: Redshift,
  windowSeconds: number,
  log: Logger,
): Loop =>
  loop(
    'loyalty aggregates',
    { everyMs: (windowSeconds * 1000) / LOOKS_PER_WINDOW },
    async () => {
      if (!(await store.takeRun(TABLE, windowSeconds))) return false
      const rows = await store.daily(DAYS)
      if (rows.length === 0) return false
      await warehouse.run(loadOf(rows))
      log.info({ rows: rows.length }, 'loyalty aggregates loaded')
      return false
    },
    log,
  )
