import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table/index.js'
import type { DynamoDb } from '../../model/kinds.ts'
import type { DataPlace } from '../data-place.ts'

interface Keys {
  readonly partitionKey: string
  readonly sortKey?: string
}

/** A table that is billed by request, with its indexes, stream, expiry and backups. Returns the ARN of its stream. */
export function dynamodb(id: string, it: DynamoDb, { stack, keys }: DataPlace): string {
  const indexes = it.indexes ?? []
  const attributes = new Set([it, ...indexes].flatMap(namesOf))
  const table = new DynamodbTable(stack, id, {
    name: it.table,
    billingMode: 'PAY_PER_REQUEST',
    ...keysOf(it),
    attribute: [...attributes].map((name) => ({ name, type: 'S' })),
    globalSecondaryIndex: indexes.map((index) => ({
      name: index.name,
      projectionType: 'ALL',
      ...keysOf(index),
    })),
    ...(it.ttl ? { ttl: { attributeName: it.ttl.attribute, enabled: true } } : {}),
    ...(it.stream ? { streamEnabled: true, streamViewType: it.stream } : {}),
    pointInTimeRecovery: { enabled: it.pointInTimeRecovery },
    serverSideEncryption: { enabled: stack.site.system.operations.encryptedAtRest, kmsKeyArn: keys.data },
    deletionProtectionEnabled: stack.site.profile.deletionProtection,
    tags: { ...it.tags },
  })
  return table.streamArn
}

const namesOf = ({ partitionKey, sortKey }: Keys) => (sortKey ? [partitionKey, sortKey] : [partitionKey])

const keysOf = ({ partitionKey, sortKey }: Keys) => ({
  hashKey: partitionKey,
  ...(sortKey ? { rangeKey: sortKey } : {}),
})
