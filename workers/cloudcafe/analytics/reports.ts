import { customerCount, stores } from '../../../model/systems/cloudcafe/seed.ts'

/** What the end of a quarter asks for: reports over the history, which is made up on demand for the Query Storm. */

const DIGIT = `(${Array.from({ length: 10 }, (_, n) => `SELECT ${n} AS n`).join(' UNION ALL ')})`
const DIGITS = 6
const PLACES = Array.from({ length: DIGITS }, (_, i) => i)
const NUMBERS = `SELECT ${PLACES.map((i) => `d${i}.n * ${10 ** i}`).join(' + ')} AS n
  FROM ${PLACES.map((i) => `${DIGIT} d${i}`).join(' CROSS JOIN ')}`

const TEXT = 'CAST(n AS VARCHAR)'

/** Most rows that the history can have. */
export const mostHistoryRows = 10 ** DIGITS

/** Statements that bring the history to so many rows; those that are there stay. */
export const historyOf = (rows: number): readonly string[] => [
  'CREATE TABLE IF NOT EXISTS order_history (LIKE order_facts)',
  'LOCK load_turns',
  `INSERT INTO order_history
    SELECT 'history-' || ${TEXT} || ':paid', 'history-' || ${TEXT},
      'store-' || CAST(MOD(n * 7, ${stores.length}) AS VARCHAR),
      'customer-' || CAST(MOD(n * 101, ${customerCount}) AS VARCHAR),
      CASE WHEN MOD(n, 33) = 0 THEN 'refused' ELSE 'paid' END, 280 + MOD(n * 31, 2000), 1 + MOD(n, 5),
      TIMESTAMP '2025-07-01 00:00:00' + (n * 7) * INTERVAL '1 second'
    FROM (${NUMBERS}) numbers
    WHERE n >= (SELECT COUNT(*) FROM order_history) AND n < ${rows}`,
]

const DAY = `DATE_TRUNC('day', "at")`

/** Eight reports; those marked `large` give every row of the history. */
export const reports: readonly { readonly name: string; readonly large: boolean; readonly sql: string }[] = [
  {
    name: 'every order with its rank in its store',
    large: true,
    sql: `SELECT order_id, store_id, customer_id, total_cents, "at",
      RANK() OVER (PARTITION BY store_id ORDER BY total_cents DESC) AS store_rank FROM order_history`,
  },
  {
    name: 'running revenue of each store, order by order',
    large: true,
    sql: `SELECT store_id, "at", order_id, SUM(total_cents) OVER (PARTITION BY store_id ORDER BY "at"
      ROWS UNBOUNDED PRECEDING) AS revenue FROM order_history WHERE total_cents > 0`,
  },
  {
    name: 'each order beside the one before it of the same customer',
    large: true,
    sql: `SELECT customer_id, order_id, "at", LAG("at", 1) OVER (PARTITION BY customer_id ORDER BY "at") AS last_at,
      LAG(total_cents, 1) OVER (PARTITION BY customer_id ORDER BY "at") AS last_cents FROM order_history`,
  },
  {
    name: 'revenue by store and day',
    large: false,
    sql: `SELECT store_id, ${DAY} AS day, COUNT(*) AS orders, SUM(total_cents) AS revenue
      FROM order_history WHERE status = 'paid' GROUP BY store_id, ${DAY} ORDER BY store_id, day`,
  },
  {
    name: 'best customers',
    large: false,
    sql: `SELECT customer_id, COUNT(*) AS orders, SUM(total_cents) AS spent FROM order_history
      WHERE status = 'paid' GROUP BY customer_id HAVING COUNT(*) > 1 ORDER BY spent DESC LIMIT 1000`,
  },
  {
    name: 'share of refused payments by store',
    large: false,
    sql: `SELECT store_id, 100.0 * SUM(CASE WHEN status = 'refused' THEN 1 ELSE 0 END) / COUNT(*) AS refused_percent
      FROM order_history GROUP BY store_id ORDER BY refused_percent DESC`,
  },
  {
    name: 'busiest hours',
    large: false,
    sql: `SELECT EXTRACT(hour FROM "at") AS hour, COUNT(*) AS orders, AVG(item_count) AS items
      FROM order_history GROUP BY 1 ORDER BY orders DESC`,
  },
  {
    name: 'this week so far, window by window',
    large: false,
    sql: 'SELECT window_start, SUM(orders) AS orders, SUM(paid) AS paid, SUM(revenue_cents) AS revenue FROM order_windows GROUP BY window_start ORDER BY window_start',
  },
]
