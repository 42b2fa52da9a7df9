import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  InvalidArgumentException,
  type KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis'

/** A record as it lies in a shard. */
export interface ShardRecord {
  readonly sequenceNumber: string
  readonly data: string
}

/** One stream, shard by shard. */
export interface Stream {
  readonly shards: () => Promise<readonly string[]>
  /** Reads a shard from after that sequence number on; from its start where null or no longer known. */
  readonly reader: (shard: string, after: string | null) => Promise<ShardReader>
}
export interface ShardReader {
  /** The next records, or none; null where the shard is closed and read to its end. */
  next(limit: number): Promise<readonly ShardRecord[] | null>
}

/** A Kinesis stream. */
export function kinesisStream(kinesis: KinesisClient, stream: string): Stream {
  const iteratorOf = async (shard: string, after: string | null) => {
    const command = new GetShardIteratorCommand({
      StreamName: stream,
      ShardId: shard,
      ShardIteratorType: after === null ? 'TRIM_HORIZON' : 'AFTER_SEQUENCE_NUMBER',
      ...(after === null ? {} : { StartingSequenceNumber: after }),
    })
    return (await kinesis.send(command)).ShardIterator
  }
  return {
    async shards() {
      const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName: stream }))
      return Shards.map((shard) => shard.ShardId!)
    },
    async reader(shard, after) {
      let iterator = await iteratorOf(shard, after).catch((error: unknown) => {
        if (error instanceof InvalidArgumentException) return iteratorOf(shard, null)
        throw error
      })
      return {
        async next(limit) {
          if (!iterator) return null
          const answer = await kinesis.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: limit }))
          iterator = answer.NextShardIterator
          return (answer.Records ?? []).map((record) => ({
            sequenceNumber: record.SequenceNumber!,
            data: Buffer.from(record.Data!).toString(),
          }))
        },
      }
    },
  }
}
