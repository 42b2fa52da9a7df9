import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { withinDeadline } from '../../../lib/retries.ts'
import type { Write } from './records.ts'

/** DynamoDB takes a hundred writes in one transaction. */
export const MOST_WRITES = 100
const DEADLINE_MS = 5000

/** Runs writes all or none; gives the indexes of those whose condition failed (none: it is done). */
export type Transact = (writes: readonly Write[]) => Promise<readonly number[]>

/** Conflicts with other transactions are tried again; so is a throttled one. */
export function transact(db: DynamoDBDocumentClient): Transact {
  const patiently = withinDeadline(DEADLINE_MS, (err) => failedConditions(err)?.length === 0)
  return async (writes) => {
    try {
      const TransactItems = writes as ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']
      await patiently.execute(() => db.send(new TransactWriteCommand({ TransactItems })))
      return []
    } catch (err) {
      const failed = failedConditions(err)
      if (!failed || failed.length === 0) throw err
      return failed
    }
  }
}

/** Indexes of the writes whose condition failed; empty for a conflict, null for another error. */
function failedConditions(err: unknown): number[] | null {
  if (!(err instanceof TransactionCanceledException)) return null
  return (err.CancellationReasons ?? []).flatMap((it, i) => (it.Code === 'ConditionalCheckFailed' ? [i] : []))
}
