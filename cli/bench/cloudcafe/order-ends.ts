import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { scaled } from '../../../model/names.ts'
import { preparationSeconds } from '../../../model/systems/cloudcafe/seed.ts'
import { fetchStatus } from '../../status.ts'
import type { Bench } from '../bench-part.ts'
import type { End } from '../system-bench.ts'

interface Row {
  readonly order_id: string
  readonly status: string
  readonly ready_at: Date | null
  readonly updated_at: Date
}

const PATIENCE_MS = 120_000
const SAY_MS = 8000

/** Waits until each of these orders is ready or refused, as Aurora has them; gives those that are when patience ends. */
export async function orderEnds(at: Bench, ids: readonly string[]): Promise<readonly End[]> {
  const { endpoints } = await fetchStatus(at.place)
  const aurora = new pg.Client({ connectionString: endpoints.aurora_writer! })
  await aurora.connect()
  const deadline = Date.now() + PATIENCE_MS
  try {
    for (let saidAt = Date.now(); ; await sleep(500)) {
      const { rows } = await aurora.query<Row>(ENDED, [ids])
      if (rows.length === ids.length || Date.now() > deadline) return rows.map((it) => endOf(it, at))
      if (Date.now() - saidAt < SAY_MS) continue
      saidAt = Date.now()
      at.say(`${ids.length - rows.length} of ${ids.length} orders are still under way`)
    }
  } finally {
    await aurora.end()
  }
}

const ENDED = `select order_id::text, status, ready_at, updated_at from orders
  where order_id = any($1::uuid[]) and status in ('ready', 'refused')`

function endOf({ order_id, status, ready_at, updated_at }: Row, { timeScale }: Bench): End {
  // being paid sets when it will be ready; a refusal is its last change
  const preparedMs = scaled(preparationSeconds, timeScale) * 1000
  return status === 'ready'
    ? { id: order_id, outcome: 'paid', decidedAt: ready_at!.getTime() - preparedMs }
    : { id: order_id, outcome: 'refused', decidedAt: updated_at.getTime() }
}
