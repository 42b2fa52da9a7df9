import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry, Message } from '../../../local/aws/gateway/journal/records.ts'
import { lineOf } from '../../../local/aws/gateway/journal/segment.ts'
import { resources } from '../../../model/systems/cloudcafe/resources.ts'

/** Orders whose entries are written at once. */
const AT_ONCE = 100
const QUEUES = [
  'order-submission',
  'payment-processing',
  'payment-results',
  'notification',
  'loyalty-accrual',
] as const
const EVENTS = ['pending', 'confirmed', 'ready'] as const

/** Writes the journal of so many orders that ended well, as a system of this state would have left it. */
export function writeHistory(state: string, orders: number): void {
  const folder = join(state, 'journal')
  mkdirSync(join(folder, 'streams'), { recursive: true })
  const log = openSync(join(folder, '00000001.log'), 'a')
  const streams = openSync(join(folder, 'streams', '00000001.log'), 'a')
  for (let from = 0; from < orders; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, orders - from) }, (_, index) => from + index)
    writeSync(
      log,
      numbers
        .flatMap(stateEntries)
        .map((it) => lineOf([it]))
        .join(''),
    )
    writeSync(
      streams,
      numbers
        .flatMap(streamEntries)
        .map((it) => lineOf([it]))
        .join(''),
    )
  }
  for (const handle of [log, streams]) {
    fsyncSync(handle)
    closeSync(handle)
  }
}

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const body = (n: number, more: object = {}) => ({
  order_id: idOf(n),
  customer_id: `customer-${n % 1000}`,
  store_id: `store-${n % 10}`,
  total_cents: 1250,
  trace_id: String(n).padStart(32, '0'),
  ...more,
})

/** Messages that were sent and deleted, and what stands in the tables at the end. */
function stateEntries(n: number): readonly Entry[] {
  const now = Date.now()
  const messages = QUEUES.flatMap((resource): Entry[] => {
    const queue = resources[resource].queue
    const message: Message = {
      id: `${resource}-${n}`,
      body: JSON.stringify(body(n)),
      sentAt: now - 3_600_000,
    }
    return [
      { kind: 'sent', queues: [queue], messages: [message] },
      { kind: 'deleted', queue, ids: [message.id] },
    ]
  })
  const key = { order_id: { S: idOf(n) } }
  const text = Object.fromEntries(
    Object.entries(body(n)).map(([name, value]) => [
      name,
      { [typeof value === 'number' ? 'N' : 'S']: String(value) },
    ]),
  )
  const item = {
    ...text,
    created_at: { S: new Date(now).toISOString() },
    expires_at: { N: String(now / 1000 + 80_000) },
  }
  const images = EVENTS.map(
    (status): Entry => ({
      kind: 'images',
      images: [{ table: resources['active-orders'].table, key, item: { ...item, status: { S: status } } }],
    }),
  )
  const paid: Entry = {
    kind: 'images',
    images: [
      { table: resources['payment-transactions'].table, key, item: { ...text, status: { S: 'paid' } } },
    ],
  }
  return [...messages, ...images, paid]
}

function streamEntries(n: number): readonly Entry[] {
  const at = Date.now() - 3_600_000
  return (['order-events', 'analytics-events'] as const).flatMap((id) => {
    const { stream, shards } = resources[id]
    return EVENTS.map((status, index): Entry => {
      const Data = Buffer.from(
        JSON.stringify(body(n, { event_id: `${idOf(n)}:${status}`, status })),
      ).toString('base64')
      const number = `${String(at).padStart(20, '0')}${String(n * EVENTS.length + index).padStart(10, '0')}`
      const shard = `shardId-${String(n % shards).padStart(12, '0')}`
      return { kind: 'records', stream, records: [{ Data, PartitionKey: `p-${n}`, number, shard, at }] }
    })
  })
}
