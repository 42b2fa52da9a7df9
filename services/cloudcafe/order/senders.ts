import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { bisect } from '../../../lib/bisect.ts'
import { causeOf } from '../../../lib/causes.ts'
import type {
  OrderEvent,
  OrderSubmitted,
  PaymentRequested,
} from '../../../model/systems/cloudcafe/messages.ts'
import type { Inventory } from './inventory.ts'
import type { OutboxRow, Send, Sent } from './outbox.ts'

/** SQS takes ten messages in a call, Kinesis 500 records. */
const SQS_BATCH = 10
const KINESIS_BATCH = 500

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))

/** Sends rows in one call; throws where the whole call failed. */
type SendChunk = (rows: readonly OutboxRow[]) => Promise<Partial<Sent>>

/**
 * Sends rows in chunks side by side. A chunk that fails leaves the others' confirmations alone, and is split down to
 * the rows that it fails for: those are refused, unless the target does not answer at all.
 */
async function inChunks(rows: readonly OutboxRow[], size: number, send: SendChunk): Promise<Sent> {
  const confirmed: number[] = []
  const refused = new Map<number, unknown>()
  const sendChunk = async (chunk: readonly OutboxRow[]) => {
    const failed = await bisect(chunk, async (some) => {
      const sent = await send(some)
      confirmed.push(...(sent.confirmed ?? []))
      for (const [id, err] of sent.refused ?? []) refused.set(id, err)
    })
    const outside = [...failed.values()].find((err) => causeOf(err) === 'outside')
    for (const [row, err] of failed) if (causeOf(err) !== 'outside') refused.set(row.id, err)
    if (outside) throw outside
  }
  const results = await Promise.allSettled(chunks(rows, size).map(sendChunk))
  const down = results.find((it) => it.status === 'rejected')
  if (down && confirmed.length === 0 && refused.size === 0) throw down.reason
  return { confirmed, refused }
}

/** A queue; `group` makes it a FIFO queue with a message group for each of its values. */
export const toQueue =
  (sqs: SQSClient, url: string, message: (row: OutboxRow) => object, group?: 'customer_id'): Send =>
  (rows) =>
    inChunks(rows, SQS_BATCH, async (chunk) => {
      const Entries = chunk.map((row) => ({
        Id: String(row.id),
        MessageBody: JSON.stringify(message(row)),
        ...(group ? { MessageGroupId: row[group] } : {}),
      }))
      const command = new SendMessageBatchCommand({ QueueUrl: url, Entries })
      const { Successful = [], Failed = [] } = await sqs.send(command)
      const wrong = Failed.filter((it) => it.SenderFault)
      return {
        confirmed: Successful.map((it) => Number(it.Id)),
        refused: new Map(wrong.map((it) => [Number(it.Id), new Error(`${it.Code}: ${it.Message}`)])),
      }
    })

/** A stream with its partition key. */
export const toStream =
  (kinesis: KinesisClient, stream: string, key: 'customer_id' | 'store_id'): Send =>
  (rows) =>
    inChunks(rows, KINESIS_BATCH, async (chunk) => {
      const Records = chunk.map((row) => ({
        Data: Buffer.from(JSON.stringify(orderEvent(row))),
        PartitionKey: row[key],
      }))
      const answer = await kinesis.send(new PutRecordsCommand({ StreamName: stream, Records }))
      return { confirmed: chunk.filter((_, i) => !answer.Records?.[i]?.ErrorCode).map((row) => row.id) }
    })

/** The inventory service takes so many releases in a call. */
const RELEASES = 500

/** Stock of refused orders goes back. */
export const toInventory =
  (inventory: Inventory): Send =>
  (rows) =>
    inChunks(rows, RELEASES, async (chunk) => {
      await inventory.release(chunk.map(({ order_id, store_id }) => ({ order_id, store_id })))
      return { confirmed: chunk.map((row) => row.id) }
    })

export const orderSubmitted = (row: OutboxRow): OrderSubmitted => ({
  order_id: row.order_id,
  customer_id: row.customer_id,
  store_id: row.store_id,
  items: [...(row.items ?? [])],
  total_cents: row.total_cents,
  trace_id: row.trace_id,
})
export const paymentRequested = (row: OutboxRow): PaymentRequested => ({
  order_id: row.order_id,
  customer_id: row.customer_id,
  store_id: row.store_id,
  total_cents: row.total_cents,
  trace_id: row.trace_id,
})
const orderEvent = (row: OutboxRow): OrderEvent => ({
  event_id: `${row.order_id}:${row.status}`,
  order_id: row.order_id,
  customer_id: row.customer_id,
  store_id: row.store_id,
  status: row.status,
  total_cents: row.total_cents,
  item_count: row.item_count,
  at: row.at.toISOString(),
})
