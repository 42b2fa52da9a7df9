import {
  CreateTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import type { DynamoDb } from '../../../model/kinds.ts'
import { unlessThere } from './creation.ts'

interface Keys {
  readonly partitionKey: string
  readonly sortKey?: string
}

/** Creates a table on demand with its indexes, stream, TTL and backups. */
export async function createTable(dynamodb: DynamoDBClient, table: DynamoDb): Promise<void> {
  const indexes = table.indexes ?? []
  const attributes = new Set([table, ...indexes].flatMap(namesOf))
  await unlessThere(
    dynamodb.send(
      new CreateTableCommand({
        TableName: table.table,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: schemaOf(table),
        AttributeDefinitions: [...attributes].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
        ...(indexes.length > 0
          ? {
              GlobalSecondaryIndexes: indexes.map((index) => ({
                IndexName: index.name,
                KeySchema: schemaOf(index),
                Projection: { ProjectionType: 'ALL' },
              })),
            }
          : {}),
        ...(table.stream
          ? { StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream } }
          : {}),
      }),
    ),
  )
  await Promise.all([timeToLive(dynamodb, table), backups(dynamodb, table)])
}

const namesOf = ({ partitionKey, sortKey }: Keys) => (sortKey ? [partitionKey, sortKey] : [partitionKey])

const schemaOf = (keys: Keys): KeySchemaElement[] =>
  namesOf(keys).map((name, index) => ({ AttributeName: name, KeyType: index === 0 ? 'HASH' : 'RANGE' }))

async function timeToLive(dynamodb: DynamoDBClient, { table, ttl }: DynamoDb): Promise<void> {
  if (!ttl) return
  await dynamodb.send(
    new UpdateTimeToLiveCommand({
      TableName: table,
      TimeToLiveSpecification: { AttributeName: ttl.attribute, Enabled: true },
    }),
  )
}

async function backups(dynamodb: DynamoDBClient, { table, pointInTimeRecovery }: DynamoDb): Promise<void> {
  if (!pointInTimeRecovery) return
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true }
  await dynamodb.send(
    new UpdateContinuousBackupsCommand({ TableName: table, PointInTimeRecoverySpecification }),
  )
}
