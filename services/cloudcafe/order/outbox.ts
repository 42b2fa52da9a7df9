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

/** How sending ended: the ids of rows that the target has confirmed, and why it refuses others for what they are. */
export interface Sent {
  readonly confirmed: readonly number[]
  readonly refused: ReadonlyMap<number, unknown>
}

/** Sends rows to one target. */
export type Send = (rows: readonly OutboxRow[]) => Promise<Sent>

const BATCH = 200
/** Longer than a publication with all the SDK's retries. */
const CLAIM_SECONDS = 12
const AGAIN_SECONDS = 1
/** A row that a target refuses comes again after twice as long each time, and after this at the latest. */
const MOST_AGAIN_SECONDS = 300
const POLL_MS = 1000
/** A burst is gathered for so long: few calls with many messages cost a fraction of many with few. */
const GATHER_MS = 250

/**
 * Publishes the outbox, in every task: rows are claimed (`skip locked`), sent to each target in batches, and
 * deleted once all targets have confirmed. What a target has not confirmed stays for that target alone; a row that a
 * target refuses is tried again ever more seldom, and holds up no other.
 */
export function outboxRelay({ writer }: Aurora, senders: Readonly<Record<Target, Send>>, log: Logger): Loop {
  const sendTo = async (target: Target, rows: readonly OutboxRow[]): Promise<Sent> => {
    try {
      const sent = await senders[target](rows)
      for (const [row, err] of sent.refused)
        log.warn({ err, target, row }, 'a target of the outbox refuses a row')
      return sent
    } catch (err) {
      log.warn({ err, target, rows: rows.length }, 'a target of the outbox does not answer')
      return { confirmed: [], refused: new Map() }
    }
  }
  const turn = async () => {
    const claim = { ...sql.claimOutbox, values: [CLAIM_SECONDS, BATCH] }
    const { rows } = await writer.query<OutboxRow>(claim)
    if (rows.length === 0) return false
    const targets = [...new Set(rows.flatMap((row) => row.targets))]
    const sendAll = (target: Target) =>
      sendTo(
        target,
        rows.filter((row) => row.targets.includes(target)),
      )
    const sent = new Map(
      await Promise.all(targets.map(async (target) => [target, await sendAll(target)] as const)),
    )
    const settled = rows.map((row) => settlementOf(row, sent))
    const values = [JSON.stringify(settled), AGAIN_SECONDS, MOST_AGAIN_SECONDS]
    await writer.query({ ...sql.settleOutbox, values })
    return rows.length === BATCH
  }
  return loop('outbox relay', { everyMs: POLL_MS, gatherMs: GATHER_MS }, turn, log)
}

const settlementOf = ({ id, targets }: OutboxRow, sent: ReadonlyMap<Target, Sent>) => ({
  id,
  remaining: targets.filter((target) => !sent.get(target)?.confirmed.includes(id)),
  refused: targets.some((target) => sent.get(target)?.refused.has(id)),
})
