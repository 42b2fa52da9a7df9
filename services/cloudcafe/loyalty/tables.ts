import type { Generated } from 'kysely'

/** The loyalty service's tables, as kysely types them. */
export interface Tables {
  users: {
    customer_id: string
    points: number
    tier: string
    created_at: Generated<Date>
    updated_at: Generated<Date>
  }
  points_ledger: {
    order_id: string
    customer_id: string
    total_cents: number
    points: number
    at: Generated<Date>
  }
  aggregate_runs: { name: string; due_at: Date }
}
