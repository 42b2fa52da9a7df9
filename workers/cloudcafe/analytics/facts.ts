import { messageReader } from '../../../lib/messages.ts'
import { OrderEvent } from '../../../model/systems/cloudcafe/messages.ts'
import type { ShardRecord } from './consumer/shard.ts'

/** An order event as it is loaded: with its moment in milliseconds, and the record that it came in. */
export interface Fact extends OrderEvent {
  readonly atMs: number
  readonly record: ShardRecord
}

/** A record that cannot become a fact, and why. */
export interface Refused {
  readonly record: ShardRecord
  readonly why: unknown
}

const read = messageReader(OrderEvent)

/** The facts among records, each event once, and the records that are none. */
export function factsOf(records: readonly ShardRecord[]): {
  readonly facts: readonly Fact[]
  readonly refused: readonly Refused[]
} {
  const facts = new Map<string, Fact>()
  const refused: Refused[] = []
  for (const record of records) {
    try {
      const event = read(record.data)
      facts.set(event.event_id, { ...event, atMs: Date.parse(event.at), record })
    } catch (why) {
      refused.push({ record, why })
    }
  }
  return { facts: [...facts.values()], refused }
}
