import { sql } from 'kysely'
import type { Migrations } from '../../../lib/stores/migrations.ts'

/** The loyalty service's tables in Aurora. */
export const migrations: Migrations = {
  '001-users': {
    async up(db) {
      await sql`
        create table users (
          customer_id text primary key,
          points bigint not null check (points >= 0),
          tier text not null,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now()
        )`.execute(db)
      await sql`
        create table points_ledger (
          order_id text primary key,
          customer_id text not null,
          total_cents int not null check (total_cents >= 0),
          points int not null check (points >= 0),
          at timestamptz not null default now()
        )`.execute(db)
      await sql`create index points_ledger_by_time on points_ledger (at)`.execute(db)
    },
  },
  '002-aggregate-runs': {
    async up(db) {
      // Whoever finds its run due and moves it on runs it: one instance for each window.
      await sql`create table aggregate_runs (name text primary key, due_at timestamptz not null)`.execute(db)
    },
  },
}
