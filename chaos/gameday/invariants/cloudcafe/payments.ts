import { setTimeout as sleep } from 'node:timers/promises'
import { type AttributeValue, BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { cloudcafe } from '../../../../model/systems/cloudcafe/index.ts'
import type { Stage } from '../../site.ts'
import { type Count, invariant } from '../invariant.ts'
import { acceptedIds, isPaid, type OrderRow, ordersOf } from './orders.ts'

/** A charge as the provider's own ledger has it. */
interface Charge {
  readonly charge_id: string
  readonly order_id: string
  readonly amount_cents: number
  readonly status: 'succeeded' | 'declined'
}

const TABLE = cloudcafe.resources['payment-transactions'].table
/** DynamoDB takes a hundred keys in one BatchGetItem. */
const BATCH = 100
/** Before keys that DynamoDB had no room for are asked for again. */
const AGAIN_MS = 200
const LEDGER_MS = 20_000

/** The provider, the record and the transaction log say the same of every order's money. */
export const payments = invariant(
  'payments',
  'Nobody pays twice: provider, Aurora and payment-transactions agree on every accepted order',
  async (run) => {
    const { stage } = run
    const accepted = acceptedIds(run)
    const { payments: provider } = stage.site.endpoints
    if (!provider) return withoutLedger(stage, accepted)
    const { charges: all, leftOut } = await ledgerOf(`${provider}/ledger`)
    const charges = Map.groupBy(all, (it) => it.order_id)
    const logged = await loggedOrders(stage, accepted)
    const rows = [...(await ordersOf(stage, accepted)).values()]
    const succeeded = (id: string) => (charges.get(id) ?? []).filter((it) => it.status === 'succeeded')
    const cents = rows.flatMap((it) => succeeded(it.order_id)).reduce((sum, it) => sum + it.amount_cents, 0)
    return {
      counted: rows.filter((it) => succeeded(it.order_id).length === 1).length,
      expected: rows.filter(isPaid).length,
      violations: rows.flatMap((it) => disagreements(it, succeeded(it.order_id), logged)),
      detail: `${(cents / 100).toFixed(2)} charged for these orders in all`,
      leftOut,
    }
  },
)

/** The provider's own record is nobody's to read on AWS: what is left is our word against our word. */
async function withoutLedger(stage: Stage, accepted: readonly string[]): Promise<Count> {
  const logged = await loggedOrders(stage, accepted)
  const paid = [...(await ordersOf(stage, accepted)).values()].filter(isPaid)
  const missing = paid.filter((it) => !logged.has(it.order_id))
  return {
    counted: paid.length - missing.length,
    expected: paid.length,
    violations: missing.map((it) => `${it.order_id} is ${it.status} and not in ${TABLE}`),
    detail: `${paid.length} paid orders looked up in ${TABLE}`,
    notChecked: 'whether the provider charged each once: its ledger is not ours to read there',
  }
}

function disagreements(order: OrderRow, succeeded: readonly Charge[], logged: ReadonlySet<string>): string[] {
  const { order_id, status, total_cents } = order
  const wrong = succeeded.find((it) => it.amount_cents !== total_cents)
  return [
    ...(succeeded.length > 1 ? [`${order_id} was charged ${succeeded.length} times`] : []),
    ...(isPaid(order) && succeeded.length === 0 ? [`${order_id} is ${status} and was not charged`] : []),
    ...(!isPaid(order) && succeeded.length > 0 ? [`${order_id} is ${status} and was charged`] : []),
    ...(wrong ? [`${order_id} costs ${total_cents} and ${wrong.amount_cents} were charged`] : []),
    ...(isPaid(order) && !logged.has(order_id) ? [`${order_id} is ${status} and not in ${TABLE}`] : []),
  ]
}

async function ledgerOf(url: string) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(LEDGER_MS) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  const lines = (await answer.text()).split('\n').map((text, i) => ({ at: i + 1, text }))
  const read = lines.filter((it) => it.text !== '').map((it) => ({ ...it, charge: chargeOf(it.text) }))
  return {
    charges: read.flatMap((it) => it.charge ?? []),
    leftOut: read
      .filter((it) => !it.charge)
      .map((it) => `line ${it.at} of the provider's ledger is no charge`),
  }
}

function chargeOf(line: string): Charge | null {
  try {
    const it = JSON.parse(line) as Partial<Charge> | null
    const named = typeof it?.order_id === 'string' && Number.isSafeInteger(it.amount_cents)
    return named && (it.status === 'succeeded' || it.status === 'declined') ? (it as Charge) : null
  } catch {
    return null
  }
}

async function loggedOrders({ clients }: Stage, ids: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>()
  let left = [...new Set(ids)].map((id): Record<string, AttributeValue> => ({ order_id: { S: id } }))
  while (left.length > 0) {
    // only the key is read: what else is in an item may be anything
    const wanted = { Keys: left.slice(0, BATCH), ConsistentRead: true, ProjectionExpression: 'order_id' }
    const answer = await clients
      .of(DynamoDBClient)
      .send(new BatchGetItemCommand({ RequestItems: { [TABLE]: wanted } }))
    for (const item of answer.Responses?.[TABLE] ?? []) found.add(item.order_id?.S ?? '')
    const again = answer.UnprocessedKeys?.[TABLE]?.Keys ?? []
    if (again.length > 0) await sleep(AGAIN_MS)
    left = [...again, ...left.slice(BATCH)]
  }
  return found
}
