import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  type Shard,
} from '@aws-sdk/client-kinesis'
import { cloudcafe } from '../../../../model/systems/cloudcafe/index.ts'
import type { OrderEvent } from '../../../../model/systems/cloudcafe/messages.ts'
import type { Stage } from '../../site.ts'
import { invariant } from '../invariant.ts'
import { ordersOf } from './orders.ts'

const STREAM = cloudcafe.resources['order-events'].stream

/** The stream tells of each order's beginning and of its end. */
export const orderEvents = invariant(
  'order-events',
  'Every accepted order is in the order-events stream, from submitted to its end',
  async ({ stage, accepted }) => {
    const events = await eventIds(stage)
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
    }
  },
)

/** Ids of all events that the stream still holds, of every shard from its oldest record on. */
async function eventIds(stage: Stage): Promise<Set<string>> {
  const { Shards = [] } = await stage.clients.kinesis.send(new ListShardsCommand({ StreamName: STREAM }))
  const ids = await Promise.all(Shards.map((shard) => idsOfShard(stage, shard)))
  return new Set(ids.flat())
}

async function idsOfShard({ clients }: Stage, shard: Shard): Promise<string[]> {
  const ids: string[] = []
  const first = await clients.kinesis.send(
    new GetShardIteratorCommand({
      StreamName: STREAM,
      ShardId: shard.ShardId!,
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  )
  let iterator = first.ShardIterator
  while (iterator) {
    const answer = await clients.kinesis.send(
      new GetRecordsCommand({ ShardIterator: iterator, Limit: 10_000 }),
    )
    for (const record of answer.Records ?? []) ids.push(eventOf(record.Data!).event_id)
    if (!answer.MillisBehindLatest) return ids
    iterator = answer.NextShardIterator
  }
  return ids
}

const eventOf = (data: Uint8Array) => JSON.parse(Buffer.from(data).toString()) as OrderEvent
