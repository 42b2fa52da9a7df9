import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { bisect } from '../../../lib/bisect.ts'
import type { Logger } from '../../../lib/log.ts'
import { messageReader } from '../../../lib/messages.ts'
import { comesAgainAfter, type Redeliver } from '../../../lib/redelivery.ts'
import { flows } from '../../../model/systems/cloudcafe/flows.ts'
import { type PaymentOutcome, PaymentRequested } from '../../../model/systems/cloudcafe/messages.ts'
import { eachGroup, withFollowers } from './groups.ts'
import type { Publish } from './outcomes.ts'
import type { Charge } from './provider.ts'
import type { Record_ } from './transactions.ts'

export interface ProcessorParts {
  readonly charge: Charge
  readonly record: Record_
  readonly publish: Publish
  readonly redeliver: Redeliver
  readonly log: Logger
  /** Milliseconds that a charge took. */
  readonly charged: (ms: number) => void
}

/** Kept for the log, the topic and the answer, after the last charge. */
const RESERVE_MS = 8000
const MOST_CHARGE_MS = 8000
/** Characters of a message that failed in the log. */
const MOST_LOGGED = 1000

const { backoff } = flows['payments-in']
const read = messageReader(PaymentRequested)

interface Done {
  readonly record: SQSRecord
  readonly outcome: PaymentOutcome
}

/**
 * Charges a batch, writes the outcomes down and publishes them; names the messages that are to come again.
 * Each step may be done twice without a second effect: the charge by its idempotency key, the log by its
 * condition, and what is published is what stands in the log.
 */
export async function processPayments(
  it: ProcessorParts,
  event: SQSEvent,
  context: Context,
): Promise<SQSBatchResponse> {
  const done: Done[] = []
  const failures = new Map<string | undefined, unknown>()
  const uncharged = await eachGroup(event, context, async (record) => {
    try {
      done.push({ record, outcome: await chargeOne(it, record, context) })
    } catch (error) {
      failures.set(record.attributes.MessageGroupId, error)
      const body = record.body.slice(0, MOST_LOGGED)
      it.log.error({ err: error, message_id: record.messageId, body }, 'payment failed')
      throw error
    }
  })
  const untold = await tell(it, done)
  const failed = withFollowers(event.Records, new Set([...uncharged, ...untold]))
  await comeAgain(it, failed, failures)
  return { batchItemFailures: failed.map((record) => ({ itemIdentifier: record.messageId })) }
}

async function chargeOne(it: ProcessorParts, record: SQSRecord, context: Context): Promise<PaymentOutcome> {
  const request = read(record.body)
  const started = performance.now()
  const deadlineMs = Math.min(MOST_CHARGE_MS, context.getRemainingTimeInMillis() - RESERVE_MS)
  if (deadlineMs <= 0) throw new Error('no time is left in this invocation')
  const { charge_id, status, reason } = await it.charge(request, deadlineMs)
  it.charged(performance.now() - started)
  const paid = status === 'succeeded'
  const { order_id, customer_id, store_id, total_cents, trace_id } = request
  return {
    order_id,
    customer_id,
    store_id,
    total_cents,
    outcome: paid ? 'paid' : 'refused',
    charge_id: paid ? charge_id : null,
    reason,
    at: new Date().toISOString(),
    trace_id,
  }
}

/** Message ids whose outcome could not be written down or published; one that cannot be takes no other along. */
async function tell(
  { record, publish, log }: ProcessorParts,
  done: readonly Done[],
): Promise<ReadonlySet<string>> {
  const untold = new Set<string>()
  const failed = await bisect(done, async (some) => {
    const outcomes = await record(some.map((it) => it.outcome))
    const unpublished = await publish(outcomes)
    for (const id of unpublished) untold.add(id)
    for (const { trace_id, customer_id, order_id, outcome } of outcomes)
      log.info({ trace_id, customer_id, order_id, outcome }, 'payment processed')
  })
  for (const [{ outcome }, err] of failed) {
    untold.add(outcome.order_id)
    log.error({ err, order_id: outcome.order_id }, 'an outcome could not be told')
  }
  return new Set(done.filter((it) => untold.has(it.outcome.order_id)).map((it) => it.record.messageId))
}

/** A group comes again as one, so that none of it overtakes: at once where no wait will mend it, else later each time. */
async function comeAgain(
  { redeliver, log }: ProcessorParts,
  failed: readonly SQSRecord[],
  failures: ReadonlyMap<string | undefined, unknown>,
): Promise<void> {
  const heads = new Map<string | undefined, SQSRecord>()
  for (const record of failed) {
    const group = record.attributes.MessageGroupId
    if (!heads.has(group)) heads.set(group, record)
  }
  const again = failed.map(({ receiptHandle, attributes: { MessageGroupId: group } }) => {
    const receives = Number(heads.get(group)!.attributes.ApproximateReceiveCount)
    return { receiptHandle, afterSeconds: comesAgainAfter(failures.get(group), backoff, receives) }
  })
  await redeliver(again).catch((err: unknown) => log.warn({ err }, 'redelivery could not be set'))
}
