import { createHash } from 'node:crypto'
import type { AwsResponse } from '../../../types.ts'
import type { Call } from '../call.ts'
import { DEDUPLICATION_MS, type QueuesFold, queuesFold } from './fold-sqs.ts'
import { type Forward, type Keeping, succeeded } from './keeper.ts'
import type { Entry, Message } from './records.ts'
import { envelopeId, rawId } from './sns-envelope.ts'
import {
  answerOf,
  type MoveAnswer,
  type Moved,
  queueName,
  type Received,
  type SendEntry,
  type Sent,
  type SqsInput,
  type SqsOutput,
} from './wire-sqs.ts'

interface MessageRef {
  readonly queue: string
  readonly id: string
}
/** Keeps the messages of queues: sends by message id, deletions by the message that a receipt handle stands for. */
export function sqsKeeper({ append }: Pick<Keeping, 'append'>) {
  /** Messages that nobody has deleted, without their bodies. */
  let ledger = queuesFold()
  /** Ids that a redrive has given, which the journal knows by another. */
  const aliases = new Map<string, string>()
  /** The handles that a message was received with, both ways: older ones stay good. */
  const receipts = new Map<string, MessageRef>()
  const handles = new Map<string, string[]>()
  /** FIFO sends of the last minutes, with when they were on disk: MiniStack answers a duplicate with the first one's id. */
  const recent = new Map<string, { readonly at: number; readonly kept: Promise<void> }>()
  /** Moves under way: what is received meanwhile may be a message under an id that is not known yet. */
  const moving = new Set<Promise<void>>()

  function note(entry: Entry): Promise<void> {
    ledger.apply(entry.kind === 'sent' ? { ...entry, messages: entry.messages.map(withoutBody) } : entry)
    return append(entry)
  }
  function hold(handle: string, place: MessageRef): void {
    const key = `${place.queue}\n${place.id}`
    handles.set(key, [...(handles.get(key) ?? []), handle])
    receipts.set(handle, place)
  }
  function letGo(handle: string): MessageRef | undefined {
    const place = receipts.get(handle)
    const key = `${place?.queue}\n${place?.id}`
    for (const it of handles.get(key) ?? []) receipts.delete(it)
    handles.delete(key)
    return place
  }
  function forgetOld(): void {
    const oldest = Date.now() - DEDUPLICATION_MS
    for (const [id, { at }] of recent) {
      if (at > oldest) break
      recent.delete(id)
    }
  }
  /** A repeat is answered when the first of its kind is on disk, and fails with it. */
  async function noteOnce(queues: readonly string[], messages: readonly Message[]): Promise<void> {
    forgetOld()
    const fresh = messages.filter(({ id }) => !recent.has(id))
    const before = messages.flatMap(({ id }) => recent.get(id)?.kept ?? [])
    const kept = fresh.length > 0 ? note({ kind: 'sent', queues, messages: fresh }) : Promise.resolve()
    for (const { id } of fresh) recent.set(id, { at: Date.now(), kept })
    await Promise.all([kept, ...before])
  }

  function remember({ id, sentAt, dedupId }: Message): void {
    if (dedupId && sentAt > Date.now() - DEDUPLICATION_MS)
      recent.set(id, { at: sentAt, kept: Promise.resolve() })
  }

  function messageOf(sent: Sent, entry: SendEntry): Message {
    // content-based: the queue takes the hash of the body where the sender names no id
    const dedupId =
      entry.MessageDeduplicationId ?? (sent.SequenceNumber ? sha256(entry.MessageBody) : undefined)
    return {
      id: sent.MessageId,
      body: entry.MessageBody,
      sentAt: Date.now(),
      ...(entry.MessageAttributes ? { attributes: entry.MessageAttributes } : {}),
      ...(entry.MessageGroupId ? { groupId: entry.MessageGroupId } : {}),
      ...(dedupId ? { dedupId } : {}),
      ...(sent.SequenceNumber ? { sequence: sent.SequenceNumber } : {}),
    }
  }

  async function sent(call: Call, response: AwsResponse) {
    const input: SqsInput = call.input()
    const output = answerOf<SqsOutput>(call, response)
    const pairs: [Sent, SendEntry][] = input.Entries
      ? (output.Successful ?? []).map((it) => [it, input.Entries!.find((entry) => entry.Id === it.Id)!])
      : [[output as Sent, input as unknown as SendEntry]]
    const messages = pairs.map(([it, entry]) => messageOf(it, entry))
    const queues = [queueName(call)]
    if (messages.some(({ sequence }) => sequence)) await noteOnce(queues, messages)
    else if (messages.length > 0) await note({ kind: 'sent', queues, messages })
  }

  /** The journal's id of a message that was received, and the queue that the journal has it in. */
  function placeOf(queue: string, message: Pick<Received, 'MessageId' | 'Body'>): MessageRef {
    const ids = [
      aliases.get(message.MessageId),
      message.MessageId,
      envelopeId(message.Body),
      rawId(message.Body),
    ]
    const known = ids.filter((id) => id !== undefined)
    for (const from of [queue, ...ledger.names()])
      for (const id of known) if (ledger.get(from, id)) return { queue: from, id }
    return { queue, id: aliases.get(message.MessageId) ?? envelopeId(message.Body) ?? message.MessageId }
  }

  function received(call: Call, response: AwsResponse) {
    const queue = queueName(call)
    const again: { id: string; receives: number }[] = []
    for (const message of answerOf<SqsOutput>(call, response).Messages ?? []) {
      const place = placeOf(queue, message)
      // a message that was received too often is in its dead-letter queue now
      if (place.queue !== queue)
        void note({ kind: 'moved', from: place.queue, to: queue, id: place.id }).catch(() => undefined)
      hold(message.ReceiptHandle, { queue, id: place.id })
      const receives = (ledger.get(queue, place.id)?.receives ?? 0) + 1
      if (ledger.get(queue, place.id)) again.push({ id: place.id, receives })
    }
    if (again.length === 0) return
    const entry: Entry = { kind: 'received', queue, messages: again }
    ledger.apply(entry)
    // a first receive is not worth a write: playback makes the message visible anyway
    if (again.some(({ receives }) => receives > 1)) void append(entry).catch(() => undefined)
  }

  function noteMoved(from: string, it: Moved): Promise<void> {
    const place = placeOf(from, { MessageId: it.Before, Body: it.Body })
    aliases.delete(it.Before)
    aliases.set(it.MessageId, place.id)
    const sequence = it.SequenceNumber ? { sequence: it.SequenceNumber } : {}
    const redriven = { at: Date.now(), ...sequence }
    return note({ kind: 'moved', from: place.queue, to: it.Queue, id: place.id, redriven })
  }

  async function deleted(call: Call, response: AwsResponse) {
    const input: SqsInput = call.input()
    const done = new Set(answerOf<SqsOutput>(call, response).Successful?.map(({ Id }) => Id))
    const given = input.Entries
      ? input.Entries.filter(({ Id }) => done.has(Id)).map(({ ReceiptHandle }) => ReceiptHandle)
      : [input.ReceiptHandle]
    const ids = given.flatMap((handle) => letGo(handle ?? '')?.id ?? [])
    if (ids.length > 0) await note({ kind: 'deleted', queue: queueName(call), ids })
  }

  return {
    async handle(call: Call, forward: Forward): Promise<AwsResponse> {
      const response = await forward()
      if (!succeeded(response)) return response
      if (call.action.startsWith('SendMessage')) await sent(call, response)
      else if (call.action === 'ReceiveMessage') {
        await Promise.all(moving)
        received(call, response)
      } else if (call.action.startsWith('DeleteMessage')) await deleted(call, response)
      else if (call.action === 'PurgeQueue') await note({ kind: 'purged', queue: queueName(call) })
      return response
    },
    /** Notes what a topic has delivered to queues. */
    delivered: (queues: readonly string[], message: Message) => noteOnce(queues, [message]),
    /** Moves messages of a queue, and notes each move. */
    async move<T extends MoveAnswer>(queue: string, carryOut: () => Promise<T>): Promise<T> {
      const { promise, resolve } = Promise.withResolvers<void>()
      moving.add(promise)
      try {
        const answer = await carryOut()
        await Promise.all(answer.Moved.map((it) => noteMoved(queue, it)))
        return answer
      } finally {
        moving.delete(promise)
        resolve()
      }
    },
    /** Handles that consumers hold of messages which nobody has deleted; a MiniStack that starts again knows none. */
    *held(): Iterable<MessageRef & { readonly handle: string }> {
      for (const [handle, place] of receipts)
        if (ledger.get(place.queue, place.id)) yield { ...place, handle }
    },
    /** Takes over what a restored MiniStack has in its queues. */
    resume(restored: QueuesFold) {
      ledger = restored
      aliases.clear()
      recent.clear()
      for (const { message } of ledger.done()) remember(message)
      for (const queue of ledger.names()) for (const message of ledger.messages(queue)) remember(message)
    },
    drop: (queue: string) => ledger.drop(queue),
    oldest: (queue: string) => ledger.oldest(queue),
  }
}
export type SqsKeeper = ReturnType<typeof sqsKeeper>

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const withoutBody = (message: Message): Message => ({ ...message, body: '' })
