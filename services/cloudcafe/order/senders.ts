import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type {
  OrderEvent,
  OrderSubmitted,
  PaymentRequested,
} from '../../../model/systems/cloudcafe/messages.ts'
import type { Inventory } from './inventory.ts'
import type { OutboxRow, Send } from './outbox.ts'

/** SQS takes ten messages in a call, Kinesis 500 records. */
const SQS_BATCH = 10
const KINESIS_BATCH = 500

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))

/** Sends rows in chunks side by side; a chunk that fails leaves the others' confirmations alone. */
async function inChunks(rows: readonly OutboxRow[], size: number, send: Send): Promise<number[]> {
  const results = await Promise.allSettled(chunks(rows, size).map(send))
  const confirmed = results.flatMap((it) => (it.status === 'fulfilled' ? it.value : []))
  const failed = results.find((it) => it.status === 'rejected')
  if (failed && confirmed.length === 0) throw failed.reason
  return confirmed
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
      const { Successful = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }))
      return Successful.map((it) => Number(it.Id))
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
      return chunk.filter((_, i) => !answer.Records?.[i]?.ErrorCode).map((row) => row.id)
    })

/** Stock of refused orders goes back. */
export const toInventory =
  (inventory: Inventory): Send =>
  async (rows) => {
    await inventory.release(rows.map(({ order_id, store_id }) => ({ order_id, store_id })))
    return rows.map((row) => row.id)
  }

export const orderSubmitted = (row: OutboxRow): OrderSubmitted => ({
  order_id: row.order_id,
  customer_id: row.customer_id,
  store_id: row.store_id,
  items: row.items ?? [],
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
