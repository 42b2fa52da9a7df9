import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb'

/** Who reads a shard, and how far it has been done; `counter` grows with every sign of life. */
export interface Lease {
  readonly lease_key: string
  readonly owner: string | null
  readonly counter: number
  /** Last sequence number done; null before the first. */
  readonly checkpoint: string | null
}

/** Leases in DynamoDB. Changes give null where the lease is no longer as it was given: someone else has it. */
export interface Leases {
  all(): Promise<readonly Lease[]>
  /** Makes a lease that nobody owns, unless there is one. */
  create(key: string): Promise<void>
  change(lease: Lease, to: Partial<Pick<Lease, 'owner' | 'checkpoint'>>): Promise<Lease | null>
}

/** The lease table of the model, in the manner of the Kinesis Client Library. */
export function leaseTable(db: DynamoDBDocumentClient, table: string): Leases {
  return {
    async all() {
      const leases: Lease[] = []
      for await (const page of paginateScan({ client: db }, { TableName: table, ConsistentRead: true }))
        leases.push(...((page.Items ?? []) as Lease[]))
      return leases
    },
    async create(lease_key) {
      const Item: Lease = { lease_key, owner: null, counter: 0, checkpoint: null }
      const put = new PutCommand({
        TableName: table,
        Item,
        ConditionExpression: 'attribute_not_exists(lease_key)',
      })
      await onCondition(db.send(put))
    },
    async change(lease, to) {
      const next = { ...lease, ...to, counter: lease.counter + 1 }
      const update = new UpdateCommand({
        TableName: table,
        Key: { lease_key: lease.lease_key },
        UpdateExpression: 'SET #owner = :owner, #counter = :next, #checkpoint = :checkpoint',
        ConditionExpression: '#counter = :counter',
        ExpressionAttributeNames: { '#owner': 'owner', '#counter': 'counter', '#checkpoint': 'checkpoint' },
        ExpressionAttributeValues: {
          ':owner': next.owner,
          ':next': next.counter,
          ':checkpoint': next.checkpoint,
          ':counter': lease.counter,
        },
      })
      return (await onCondition(db.send(update))) ? next : null
    },
  }
}

/** False where the condition did not hold. */
async function onCondition(sent: Promise<unknown>): Promise<boolean> {
  try {
    await sent
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}
