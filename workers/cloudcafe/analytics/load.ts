import type { Fact } from './facts.ts'
import { literal, timestamp } from './sql.ts'
import { FIGURES } from './windows.ts'

/** Limits of the Data API: 100 KB a statement, 40 statements a batch. https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html */
const MOST_CHARACTERS = 90_000
const MOST_INSERTS = 30

/** Loads that fit the Data API, one transaction each. */
export function loadsOf(facts: readonly Fact[], windowMs: number): readonly (readonly string[])[] {
  const inserts = valueLists(facts, windowMs).map((values) => `INSERT INTO staged VALUES ${values}`)
  const groups = Array.from({ length: Math.ceil(inserts.length / MOST_INSERTS) }, (_, i) =>
    inserts.slice(i * MOST_INSERTS, (i + 1) * MOST_INSERTS),
  )
  return groups.map((group) => [...BEFORE, ...group, ...AFTER])
}

/** A load without facts: what it fails for is no fact's fault. */
export const loadOfNothing = (): readonly string[] => [...BEFORE, ...AFTER]

/** Windows, by store, that some facts belong to. */
export const windowsOf = (facts: readonly Fact[], windowMs: number): number =>
  new Set(facts.map((fact) => `${startOf(fact, windowMs)} ${fact.store_id}`)).size

const startOf = ({ atMs }: Fact, windowMs: number) => Math.floor(atMs / windowMs) * windowMs

// Redshift has no ON CONFLICT: facts are staged and those that are not there yet inserted, one load after the other
const BEFORE = [
  'LOCK load_turns',
  'DROP TABLE IF EXISTS staged',
  'CREATE TEMP TABLE staged (LIKE order_facts)',
  'ALTER TABLE staged ADD COLUMN window_start TIMESTAMP',
  'ALTER TABLE staged ADD COLUMN window_end TIMESTAMP',
]
const COLUMNS = 'event_id, order_id, store_id, customer_id, status, total_cents, item_count, "at"'
const AFTER = [
  `INSERT INTO order_facts SELECT ${COLUMNS} FROM staged s
    WHERE NOT EXISTS (SELECT 1 FROM order_facts f WHERE f.event_id = s.event_id)`,
  `DELETE FROM order_windows USING staged s
    WHERE order_windows.window_start = s.window_start AND order_windows.store_id = s.store_id`,
  `INSERT INTO order_windows
    SELECT t.window_start, t.store_id, ${FIGURES}
    FROM (SELECT DISTINCT window_start, window_end, store_id FROM staged) t
    JOIN order_facts f ON f.store_id = t.store_id AND f."at" >= t.window_start AND f."at" < t.window_end
    GROUP BY t.window_start, t.store_id`,
  'DROP TABLE staged',
]

/** Rows as lists of VALUES, each as long as a statement may be. */
function valueLists(facts: readonly Fact[], windowMs: number): string[] {
  const lists: string[] = []
  let list = ''
  for (const row of facts.map((fact) => rowOf(fact, windowMs))) {
    if (list !== '' && list.length + row.length > MOST_CHARACTERS) {
      lists.push(list)
      list = ''
    }
    list += list === '' ? row : `,${row}`
  }
  return list === '' ? lists : [...lists, list]
}

function rowOf(fact: Fact, windowMs: number): string {
  const texts = [fact.event_id, fact.order_id, fact.store_id, fact.customer_id, fact.status].map(literal)
  const start = startOf(fact, windowMs)
  const moments = [fact.atMs, start, start + windowMs].map(timestamp)
  return `(${[...texts, fact.total_cents, fact.item_count, ...moments].join(',')})`
}
