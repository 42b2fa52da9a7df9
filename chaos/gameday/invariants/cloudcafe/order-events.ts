import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  type Shard,
} from '@aws-sdk/client-kinesis'
import { cloudcafe } from '../../../../model/systems/cloudcafe/index.ts'
import { type OrderEvent, orderStatuses } from '../../../../model/systems/cloudcafe/messages.ts'
import type { Stage } from '../../site.ts'
import { invariant } from '../invariant.ts'
import { acceptedIds, ordersOf } from './orders.ts'

const STREAM = cloudcafe.resources['order-events'].stream

/** The stream tells of each order's beginning and of its end. */
export const orderEvents = invariant(
  'order-events',
  'Every accepted order is in the order-events stream, from submitted to its end',
  async (run) => {
    const { stage } = run
    const accepted = acceptedIds(run)
    const { events, leftOut } = await eventIds(stage)
    const rows = await ordersOf(stage, accepted)
    const wanted = accepted.flatMap((id) => [
      `${id}:submitted`,
      `${id}:${rows.get(id)?.status ?? 'submitted'}`,
    ])
    const unique = [...new Set(wanted)]
    return {
      counted: unique.filter((id) => events.has(id)).length,
      expected: unique.length,
      violations: unique.filter((id) => !events.has(id)).map((id) => `${id} is not in ${STREAM}`),
      detail: `${events.size} different events in all shards of ${STREAM}`,
      leftOut,
    }
  },
)

/** Ids of all events that the stream still holds, of every shard from its oldest record on. */
async function eventIds(stage: Stage): Promise<{ events: ReadonlySet<string>; leftOut: string[] }> {
  const read = await Promise.all((await shardsOf(stage)).map((shard) => idsOfShard(stage, shard)))
  return { events: new Set(read.flatMap((it) => it.ids)), leftOut: read.flatMap((it) => it.leftOut) }
}

async function shardsOf({ clients }: Stage): Promise<Shard[]> {
  const shards: Shard[] = []
  let NextToken: string | undefined
  do {
    const page = await clients
      .of(KinesisClient)
      .send(new ListShardsCommand(NextToken ? { NextToken } : { StreamName: STREAM }))
    shards.push(...(page.Shards ?? []))
    NextToken = page.NextToken
  } while (NextToken)
  return shards
}

async function idsOfShard({ clients }: Stage, shard: Shard) {
  const ids: string[] = []
  const leftOut: string[] = []
  const first = await clients.of(KinesisClient).send(
    new GetShardIteratorCommand({
      StreamName: STREAM,
      ShardId: shard.ShardId!,
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  )
  let iterator = first.ShardIterator
  while (iterator) {
    const answer = await clients
      .of(KinesisClient)
      .send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 10_000 }))
    for (const { Data, SequenceNumber } of answer.Records ?? []) {
      const event = eventOf(Data)
      if (event) ids.push(event.event_id)
      else leftOut.push(`record ${SequenceNumber} of ${shard.ShardId} in ${STREAM} is no order event`)
    }
    if (answer.MillisBehindLatest === undefined) throw new Error(`${STREAM} does not tell where it ends`)
    if (answer.MillisBehindLatest === 0) return { ids, leftOut }
    iterator = answer.NextShardIterator
  }
  return { ids, leftOut }
}

/** The event that a record holds; null where it holds something else. */
export function eventOf(data: Uint8Array | undefined): OrderEvent | null {
  try {
    const it = JSON.parse(Buffer.from(data ?? []).toString()) as Partial<OrderEvent> | null
    const known = orderStatuses.some((status) => status === it?.status)
    return known && it!.event_id === `${it!.order_id}:${it!.status}` ? (it as OrderEvent) : null
  } catch {
    return null
  }
}
