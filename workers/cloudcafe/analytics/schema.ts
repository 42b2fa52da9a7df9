/**
 * The tables of analysis. Redshift enforces no keys, so there are none: that a fact stands once is the load's work.
 * Distribution and sort order are left to Redshift (AUTO). `load_turns` holds nothing: a load locks it to have its turn.
 * `window_size` has one row: how long the windows are. On AWS the worker's role owns the tables, and analysts and game
 * days ask under users of their own: IAM says who may log in, and each of them may read.
 */
export const schema: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS order_facts (
    event_id VARCHAR(160) NOT NULL,
    order_id VARCHAR(128) NOT NULL,
    store_id VARCHAR(128) NOT NULL,
    customer_id VARCHAR(128) NOT NULL,
    status VARCHAR(16) NOT NULL,
    total_cents BIGINT NOT NULL,
    item_count INTEGER NOT NULL,
    "at" TIMESTAMP NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS order_windows (
    window_start TIMESTAMP NOT NULL,
    store_id VARCHAR(128) NOT NULL,
    orders BIGINT NOT NULL,
    paid BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    revenue_cents BIGINT NOT NULL
  )`,
  'CREATE TABLE IF NOT EXISTS load_turns (turn INTEGER)',
  'CREATE TABLE IF NOT EXISTS window_size (ms BIGINT NOT NULL)',
  'GRANT SELECT ON order_facts, order_windows TO PUBLIC',
]
