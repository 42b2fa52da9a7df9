import { sql } from 'kysely'
import type { Migrations } from '../../../lib/stores/migrations.ts'

/** The order service's tables in Aurora. */
export const migrations: Migrations = {
  '001-orders': {
    async up(db) {
      await sql`
        create table orders (
          order_id uuid primary key,
          customer_id text not null,
          store_id text not null,
          status text not null,
          version int not null default 1,
          total_cents int not null check (total_cents >= 0),
          item_count int not null check (item_count > 0),
          reason text,
          charge_id text,
          trace_id text not null,
          created_at timestamptz not null,
          updated_at timestamptz not null,
          ready_at timestamptz,
          sweeps int not null default 0
        )`.execute(db)
      await sql`
        create table order_items (
          order_id uuid not null references orders on delete cascade,
          line int not null,
          sku text not null,
          quantity int not null check (quantity between 1 and 20),
          size text not null,
          extras text[] not null,
          unit_cents int not null check (unit_cents >= 0),
          primary key (order_id, line)
        )`.execute(db)
      await sql`create index orders_being_made on orders (ready_at) where status = 'paid'`.execute(db)
      await sql`create index orders_in_payment on orders (updated_at)
        where status in ('submitted', 'reserved')`.execute(db)
    },
  },
  '002-idempotency-keys': {
    async up(db) {
      await sql`
        create table idempotency_keys (
          key text primary key,
          request_hash text not null,
          order_id uuid not null,
          response text not null,
          expires_at timestamptz not null
        )`.execute(db)
      await sql`create index idempotency_keys_by_expiry on idempotency_keys (expires_at)`.execute(db)
    },
  },
  '003-outbox': {
    async up(db) {
      // One row per change of state: `targets` are those that have not confirmed it yet.
      await sql`
        create table outbox (
          id bigint generated always as identity primary key,
          order_id uuid not null,
          status text not null,
          targets text[] not null,
          at timestamptz not null,
          due_at timestamptz not null
        )`.execute(db)
      await sql`create index outbox_due on outbox (due_at)`.execute(db)
      // One row per order whose copy in active-orders is behind.
      await sql`
        create table stale_projections (
          order_id uuid primary key,
          version int not null,
          due_at timestamptz not null
        )`.execute(db)
      await sql`create index stale_projections_due on stale_projections (due_at)`.execute(db)
    },
  },
  '004-outbox-refusals': {
    async up(db) {
      // How often a target has refused the row for what it is.
      await sql`alter table outbox add column refusals int not null default 0`.execute(db)
    },
  },
}
