/** A statement that PostgreSQL parses and plans once for each connection. */
export interface Statement {
  readonly name: string
  readonly text: string
}
const statement = (name: string, text: string): Statement => ({ name, text })

const ITEM = 'sku text, quantity int, size text, extras text[], unit_cents int'

/** $1 order id, $2 customer, $3 store, $4 total, $5 pieces, $6 trace, $7 time, $8 lines as JSON, $9 targets. */
const PLACE = `
  placed as (
    insert into orders (order_id, customer_id, store_id, status, total_cents, item_count, trace_id, created_at, updated_at)
    select $1, $2, $3, 'submitted', $4, $5, $6, $7::timestamptz, $7::timestamptz FROM_WHERE
    on conflict (order_id) do nothing
    returning order_id
  ), lines as (
    insert into order_items (order_id, line, sku, quantity, size, extras, unit_cents)
    select placed.order_id, it.line, it.sku, it.quantity, it.size, it.extras, it.unit_cents
    from placed, rows from (jsonb_to_recordset($8::jsonb) as (${ITEM}))
      with ordinality as it (sku, quantity, size, extras, unit_cents, line)
  ), published as (
    insert into outbox (order_id, status, targets, at, due_at)
    select order_id, 'submitted', $9::text[], $7::timestamptz, $7::timestamptz from placed
  ), projected as (
    insert into stale_projections (order_id, version, due_at) select order_id, 1, $7::timestamptz from placed
  )`

/** Writes an order, its lines and its outbox rows; again with the same id it changes nothing. */
export const placeOrder = statement('place-order', `with ${PLACE.replace('FROM_WHERE', '')} select 1`)

/**
 * The same under an idempotency key: $10 key, $11 hash of the request, $12 response, $13 when the key expires.
 * `locked` false: a request with that key is under way; `keyed` null: the key was used before.
 */
export const placeOrderOnce = statement(
  'place-order-once',
  `with turn as (
    select pg_try_advisory_xact_lock(hashtextextended($10, 0)) as locked
  ), keyed as (
    insert into idempotency_keys as kept (key, request_hash, order_id, response, expires_at)
    select $10, $11, $1, $12, $13::timestamptz from turn where locked
    on conflict (key) do update set request_hash = excluded.request_hash, order_id = excluded.order_id,
      response = excluded.response, expires_at = excluded.expires_at
      where kept.expires_at <= $7::timestamptz
    returning key
  ), ${PLACE.replace('FROM_WHERE', 'from keyed')}
  select turn.locked, keyed.key as keyed from turn left join keyed on true`,
)

export const findKey = statement(
  'find-idempotency-key',
  'select request_hash, order_id, response from idempotency_keys where key = $1',
)
export const dropKeys = statement(
  'drop-idempotency-keys',
  'delete from idempotency_keys where expires_at <= now()',
)

const ORDER = `o.order_id, o.customer_id, o.store_id, o.status, o.version, o.total_cents, o.reason, o.trace_id,
  o.created_at, o.updated_at,
  (select jsonb_agg(jsonb_build_object('sku', i.sku, 'quantity', i.quantity, 'size', i.size,
     'extras', i.extras, 'unit_cents', i.unit_cents) order by i.line)
   from order_items i where i.order_id = o.order_id) as items`

/** $1 order ids. */
export const findOrders = statement(
  'find-orders',
  `select ${ORDER} from orders o where o.order_id = any($1::uuid[])`,
)

/** What follows a change of state that the CTE `changed` has made. */
const FOLLOW = `
  published as (
    insert into outbox (order_id, status, targets, at, due_at)
    select order_id, status, targets, updated_at, updated_at from changed order by order_id
  ), projected as (
    insert into stale_projections (order_id, version, due_at)
    select order_id, version, updated_at from changed order by order_id
    on conflict (order_id) do update set version = excluded.version
  )`

/**
 * Brings orders into their next state, each only from the state that the change starts from: a message that comes
 * twice changes nothing. $1 changes as JSON: order_id, from, to, targets, reason, charge_id, ready_at.
 */
export const changeOrders = statement(
  'change-orders',
  `with wanted as (
    select * from jsonb_to_recordset($1::jsonb) as c (order_id uuid, "from" text, "to" text, targets text[],
      reason text, charge_id text, ready_at timestamptz)
  ), held as (
    select o.order_id from orders o join wanted w on w.order_id = o.order_id and w."from" = o.status
    order by o.order_id for update of o
  ), changed as (
    update orders o set status = w."to", version = o.version + 1, updated_at = clock_timestamp(),
      reason = w.reason, charge_id = w.charge_id, ready_at = w.ready_at, sweeps = 0
    from wanted w join held on held.order_id = w.order_id
    where o.order_id = w.order_id and o.status = w."from"
    returning o.order_id, o.status, o.version, o.updated_at, w.targets
  ), ${FOLLOW} select order_id from changed`,
)

/** Orders whose preparation is over become ready. $1 targets. */
export const finishOrders = statement(
  'finish-orders',
  `with due as (
    select order_id from orders where status = 'paid' and ready_at <= now()
    order by ready_at limit 200 for update skip locked
  ), changed as (
    update orders o set status = 'ready', version = o.version + 1, updated_at = clock_timestamp()
    from due where o.order_id = due.order_id
    returning o.order_id, o.status, o.version, o.updated_at, $1::text[] as targets
  ), ${FOLLOW} select order_id from changed`,
)

/**
 * Puts the message of orders that wait for too long into the outbox again; each time the wait doubles.
 * $1 status, $2 target, $3 seconds.
 */
export const sweepOrders = statement(
  'sweep-orders',
  `with stuck as (
    select order_id from orders
    where status = $1 and updated_at < now() - make_interval(secs => $3 * power(2, least(sweeps, 6)))
    order by updated_at limit 100 for update skip locked
  ), swept as (
    update orders o set sweeps = sweeps + 1 from stuck where o.order_id = stuck.order_id
    returning o.order_id, o.status, o.updated_at
  ), published as (
    insert into outbox (order_id, status, targets, at, due_at)
    select order_id, status, array[$2], updated_at, now() from swept
  ) select order_id from swept`,
)

/** Takes due rows for $1 seconds, in the order of their making: a relay that dies gives them back by itself. */
export const claimOutbox = statement(
  'claim-outbox',
  `with claimed as (
    update outbox set due_at = now() + make_interval(secs => $1)
    where id in (select id from outbox where due_at <= now() order by id limit $2 for update skip locked)
    returning id, order_id, status, targets, at
  )
  select c.id, c.order_id, c.status, c.targets, c.at, o.customer_id, o.store_id, o.total_cents, o.item_count,
    o.trace_id,
    case when 'order-submission' = any(c.targets) then
      (select jsonb_agg(jsonb_build_object('sku', i.sku, 'quantity', i.quantity) order by i.line)
       from order_items i where i.order_id = c.order_id) end as items
  from claimed c join orders o on o.order_id = c.order_id order by c.id`,
)

/**
 * Deletes rows that every target has confirmed; the others come again after $2 seconds, or, where a target refuses
 * them, after twice as long each time up to $3 seconds. $1 JSON of id, remaining and refused.
 */
export const settleOutbox = statement(
  'settle-outbox',
  `with settled as (
    select * from jsonb_to_recordset($1::jsonb) as s (id bigint, remaining text[], refused boolean)
  ), gone as (
    delete from outbox o using settled s where o.id = s.id and cardinality(s.remaining) = 0
  )
  update outbox o set targets = s.remaining, refusals = o.refusals + s.refused::int,
    due_at = now() + make_interval(secs =>
      case when s.refused then least($3::float8, $2::float8 * power(2, least(o.refusals, 20))) else $2::float8 end)
  from settled s where o.id = s.id and cardinality(s.remaining) > 0`,
)

/** Takes orders whose projection is behind for $1 seconds, as they are now. */
export const claimProjections = statement(
  'claim-projections',
  `with claimed as (
    update stale_projections set due_at = now() + make_interval(secs => $1)
    where order_id in (
      select order_id from stale_projections where due_at <= now() order by due_at limit $2 for update skip locked
    ) returning order_id, due_at
  ) select ${ORDER}, c.due_at::text as claim from claimed c join orders o on o.order_id = c.order_id`,
)

/**
 * Settles claims after the write. $1 JSON of order_id, version, claim and written. Written and not changed since:
 * the row goes. Changed meanwhile or not written: due again. The claim was lost to another relay, whose newer
 * write ours may have covered: due again, too.
 */
export const settleProjections = statement(
  'settle-projections',
  `with settled as (
    select * from jsonb_to_recordset($1::jsonb)
      as s (order_id uuid, version int, claim timestamptz, written boolean)
  ), gone as (
    delete from stale_projections p using settled s
    where p.order_id = s.order_id and p.due_at = s.claim and p.version = s.version and s.written
    returning p.order_id
  )
  insert into stale_projections (order_id, version, due_at)
  select s.order_id, s.version, now() + make_interval(secs => case when s.written then 0 else 1 end)
  from settled s where s.order_id not in (select order_id from gone)
  on conflict (order_id) do update set due_at = excluded.due_at`,
)
