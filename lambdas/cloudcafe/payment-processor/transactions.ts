import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { BatchGetCommand, type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { PaymentOutcome } from '../../../model/systems/cloudcafe/messages.ts'

/** Writes outcomes down once each, and gives them as they stand: the first that was written for an order. */
export type Record_ = (outcomes: readonly PaymentOutcome[]) => Promise<readonly PaymentOutcome[]>

/**
 * The log of payments in DynamoDB. One transaction stands for a whole batch, since `BatchWriteItem` takes no
 * conditions; orders that are in the log already are left out of a second one.
 */
export function transactionLog(db: DynamoDBDocumentClient, table: string): Record_ {
  const put = (Item: PaymentOutcome) => ({
    Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(order_id)' },
  })
  async function insert(outcomes: readonly PaymentOutcome[]): Promise<readonly PaymentOutcome[]> {
    if (outcomes.length === 0) return []
    try {
      await db.send(new TransactWriteCommand({ TransactItems: outcomes.map(put) }))
      return outcomes
    } catch (error) {
      const known = alreadyThere(error, outcomes)
      const inserted = await insert(outcomes.filter((it) => !known.includes(it)))
      return [...inserted, ...(await stored(known))]
    }
  }
  async function stored(outcomes: readonly PaymentOutcome[]): Promise<readonly PaymentOutcome[]> {
    const Keys = outcomes.map(({ order_id }) => ({ order_id }))
    const answer = await db.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
    )
    return (answer.Responses?.[table] ?? []) as PaymentOutcome[]
  }
  return (outcomes) => insert([...new Map(outcomes.map((it) => [it.order_id, it])).values()])
}

/** The outcomes whose condition failed; throws where the transaction failed for another reason. */
function alreadyThere(error: unknown, outcomes: readonly PaymentOutcome[]): readonly PaymentOutcome[] {
  const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : []
  const known = outcomes.filter((_, i) => reasons[i]?.Code === 'ConditionalCheckFailed')
  if (known.length === 0) throw error
  return known
}
