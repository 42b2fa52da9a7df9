import { setTimeout as sleep } from 'node:timers/promises'
import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type Invariant, invariant } from '../../../../chaos/gameday/invariants/invariant.ts'
import type { Stage } from '../../../../chaos/gameday/site.ts'
import { noteboard } from '../model.ts'

const { table } = noteboard.resources[noteboard.subjects.note.truth.store]
/** DynamoDB takes a hundred keys in one BatchGetItem. */
const BATCH = 100
/** Before keys that DynamoDB had no room for are asked for again. */
const AGAIN_MS = 200

/** What a visitor was told is taken is on the board. */
const acceptedNotes = invariant(
  'accepted-notes',
  'Every note that a visitor saw taken is on the board, once',
  async ({ stage, accepted }) => {
    const ids = accepted('note')
    const found = await notesOf(stage, ids)
    return {
      counted: found.size,
      expected: ids.length,
      violations: [
        ...ids.filter((id) => !found.has(id)).map((id) => `${id} was taken and is not on the board`),
        ...ids.filter((id, i) => ids.indexOf(id) < i).map((id) => `${id} was given to two visitors`),
      ],
      detail: `${ids.length} notes looked up in ${table}`,
    }
  },
)

async function notesOf({ clients }: Stage, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  let left = [...new Set(ids)].map((id) => ({ note_id: { S: id } }))
  while (left.length > 0) {
    const RequestItems = { [table]: { Keys: left.slice(0, BATCH), ConsistentRead: true } }
    const { Responses, UnprocessedKeys } = await clients
      .of(DynamoDBClient)
      .send(new BatchGetItemCommand({ RequestItems }))
    for (const { note_id } of Responses?.[table] ?? []) found.add(note_id?.S ?? '')
    const again = (UnprocessedKeys?.[table]?.Keys ?? []) as typeof left
    if (again.length > 0) await sleep(AGAIN_MS)
    left = [...again, ...left.slice(BATCH)]
  }
  return found
}

/** What must hold on the noteboard. */
export const invariants: readonly Invariant[] = [acceptedNotes]
