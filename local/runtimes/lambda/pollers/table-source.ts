import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  type _Record,
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams'
import type { StreamRecord, StreamSource } from './stream-source.ts'

export interface TableSourceParts {
  readonly table: string
  readonly region: string
  readonly dynamodb: DynamoDBClient
  readonly streams: DynamoDBStreamsClient
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST'
}

/** A table's stream; Lambda polls each shard four times a second. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
export function tableSource({
  table,
  region,
  dynamodb,
  streams,
  startingPosition,
}: TableSourceParts): StreamSource {
  let arn = ''
  const iteratorOf = async (
    shard: string,
    type: 'AFTER_SEQUENCE_NUMBER' | 'TRIM_HORIZON' | 'LATEST',
    after?: string,
  ) => {
    const command = new GetShardIteratorCommand({
      StreamArn: arn,
      ShardId: shard,
      ShardIteratorType: type,
      SequenceNumber: after,
    })
    return (await streams.send(command)).ShardIterator!
  }
  return {
    name: table,
    idleMs: 250,
    async shards() {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: table }))
      if (!Table?.LatestStreamArn) throw new Error(`table ${table} has no stream`)
      arn = Table.LatestStreamArn
      const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: arn }))
      return (StreamDescription?.Shards ?? []).map((shard) => shard.ShardId!)
    },
    async iterator(shard, after) {
      if (after === null) return iteratorOf(shard, startingPosition)
      try {
        return await iteratorOf(shard, 'AFTER_SEQUENCE_NUMBER', after)
      } catch (error) {
        if (error instanceof TrimmedDataAccessException) return iteratorOf(shard, 'TRIM_HORIZON')
        throw error
      }
    },
    async records(iterator, limit) {
      const answer = await streams.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: limit }))
      return {
        records: (answer.Records ?? []).map((record) => streamRecord(record, arn, region)),
        next: answer.NextShardIterator ?? null,
      }
    },
  }
}

/** The record as the Lambda event has it: seconds for the time, base64 for bytes. */
function streamRecord(record: _Record, arn: string, region: string): StreamRecord {
  const arrivedAt = record.dynamodb?.ApproximateCreationDateTime?.getTime() ?? Date.now()
  const dynamodb = { ...record.dynamodb, ApproximateCreationDateTime: arrivedAt / 1000 }
  const event = { ...record, dynamodb: plain(dynamodb), eventSourceARN: arn, awsRegion: region }
  return { sequenceNumber: record.dynamodb!.SequenceNumber!, arrivedAt, event }
}

const plain = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, plain(it)]))
}
