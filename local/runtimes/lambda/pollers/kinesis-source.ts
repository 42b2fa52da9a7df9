import {
  type _Record,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis'
import type { StreamRecord, StreamSource } from './stream-source.ts'

export interface KinesisSourceParts {
  readonly stream: string
  readonly streamArn: string
  readonly region: string
  readonly kinesis: KinesisClient
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST'
}

/** A Kinesis stream; Lambda polls each shard once a second. https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
export function kinesisSource(it: KinesisSourceParts): StreamSource {
  return {
    name: it.stream,
    idleMs: 1000,
    async shards() {
      const { Shards } = await it.kinesis.send(new ListShardsCommand({ StreamName: it.stream }))
      return (Shards ?? []).map((shard) => shard.ShardId!)
    },
    async iterator(shard, after) {
      const command = new GetShardIteratorCommand({
        StreamName: it.stream,
        ShardId: shard,
        ShardIteratorType: after === null ? it.startingPosition : 'AFTER_SEQUENCE_NUMBER',
        ...(after === null ? {} : { StartingSequenceNumber: after }),
      })
      return (await it.kinesis.send(command)).ShardIterator!
    },
    async records(iterator, limit, shard) {
      const answer = await it.kinesis.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: limit }))
      return {
        records: (answer.Records ?? []).map((record) => kinesisRecord(record, shard, it)),
        next: answer.NextShardIterator ?? null,
      }
    },
  }
}

function kinesisRecord(record: _Record, shard: string, it: KinesisSourceParts): StreamRecord {
  const arrivedAt = record.ApproximateArrivalTimestamp?.getTime() ?? Date.now()
  const kinesis = {
    kinesisSchemaVersion: '1.0',
    partitionKey: record.PartitionKey!,
    sequenceNumber: record.SequenceNumber!,
    data: Buffer.from(record.Data!).toString('base64'),
    approximateArrivalTimestamp: arrivedAt / 1000,
  }
  const event = {
    kinesis,
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shard}:${record.SequenceNumber}`,
    eventName: 'aws:kinesis:record',
    awsRegion: it.region,
    eventSourceARN: it.streamArn,
  }
  return { sequenceNumber: record.SequenceNumber!, arrivedAt, event }
}
