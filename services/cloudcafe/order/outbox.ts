import type { Logger } from '../../../lib/log.ts'
import { type Loop, loop } from '../../../lib/loop.ts'
import type { Aurora } from '../../../lib/stores/aurora.ts'
import type { OrderItem, OrderStatus } from '../../../model/systems/cloudcafe/messages.ts'
import * as sql from './statements.ts'
import type { Target } from './store.ts'

/** A change of state that is to be told, with what its messages say. */
export interface OutboxRow {
  readonly id: number
  readonly order_id: string
  readonly status: OrderStatus
  /** Those that have not confirmed it yet. */
  readonly targets: readonly Target[]
  readonly at: Date
  readonly customer_id: string
  readonly store_id: string
  readonly total_cents: number
  readonly item_count: number
  readonly trace_id: string
  /** Only where `order-submission` is among the targets. */
  readonly items: readonly OrderItem[] | null
}

/** Sends rows to one target and gives the ids of those that it has confirmed. */
export type Send = (rows: readonly OutboxRow[]) => Promise<readonly number[]>

const BATCH = 200
/** Longer than a publication with all the SDK's retries. */
const CLAIM_SECONDS = 12
const AGAIN_SECONDS = 1
const POLL_MS = 1000
/** A burst is gathered for so long: few calls with many messages cost a fraction of many with few. */
const GATHER_MS = 250

/**
 * Publishes the outbox, in every task: rows are claimed (`skip locked`), sent to each target in batches, and
 * deleted once all targets have confirmed. What a target has not confirmed stays for that target alone.
 */
export function outboxRelay({ writer }: Aurora, senders: Readonly<Record<Target, Send>>, log: Logger): Loop {
  const sendTo = async (target: Target, rows: readonly OutboxRow[]) => {
    try {
      return { target, confirmed: new Set(await senders[target](rows)) }
    } catch (err) {
      log.warn({ err, target, rows: rows.length }, 'a target of the outbox does not answer')
      return { target, confirmed: new Set<number>() }
    }
  }
  const turn = async () => {
    const claim = { ...sql.claimOutbox, values: [CLAIM_SECONDS, BATCH] }
    const { rows } = await writer.query<OutboxRow>(claim)
    if (rows.length === 0) return false
    const targets = [...new Set(rows.flatMap((row) => row.targets))]
    const sent = await Promise.all(
      targets.map((target) =>
        sendTo(
          target,
          rows.filter((row) => row.targets.includes(target)),
        ),
      ),
    )
    const settled = rows.map((row) => ({ id: row.id, remaining: remainingOf(row, sent) }))
    await writer.query({ ...sql.settleOutbox, values: [JSON.stringify(settled), AGAIN_SECONDS] })
    return rows.length === BATCH
  }
  return loop('outbox relay', { everyMs: POLL_MS, gatherMs: GATHER_MS }, turn, log)
}

const remainingOf = (row: OutboxRow, sent: readonly { target: Target; confirmed: Set<number> }[]) =>
  row.targets.filter((target) => !sent.find((it) => it.target === target)?.confirmed.has(row.id))
