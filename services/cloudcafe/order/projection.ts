import type { Logger } from '../../../lib/log.ts'
import { type Loop, loop } from '../../../lib/loop.ts'
import type { Aurora } from '../../../lib/stores/aurora.ts'
import type { ActiveOrders } from './active-orders.ts'
import * as sql from './statements.ts'
import { type OrderRow, toOrder } from './store.ts'

const BATCH = 100
const CLAIM_SECONDS = 12
const POLL_MS = 1000
/** Changes of an order that follow each other so closely become one write. */
const GATHER_MS = 1000

/**
 * Brings `active-orders` up to date, in every task: an order that changed is marked in the same statement, and the
 * one relay that holds its mark writes it as it is then, so that the last state wins.
 */
export function projectionRelay({ writer }: Aurora, active: ActiveOrders, log: Logger): Loop {
  const turn = async () => {
    const claim = { ...sql.claimProjections, values: [CLAIM_SECONDS, BATCH] }
    const { rows } = await writer.query<OrderRow & { claim: string }>(claim)
    if (rows.length === 0) return false
    const failed = await active.put(rows.map(toOrder))
    const settled = rows.map(({ order_id, version, claim }) => ({
      order_id,
      version,
      claim,
      written: !failed.has(order_id),
    }))
    await writer.query({ ...sql.settleProjections, values: [JSON.stringify(settled)] })
    const [first] = failed
    if (first) log.warn({ orders: failed.size, order_id: first[0], err: first[1] }, 'active-orders is behind')
    return rows.length === BATCH
  }
  return loop('projection of active-orders', { everyMs: POLL_MS, gatherMs: GATHER_MS }, turn, log)
}
