import type { Ask } from '../ministack.ts'
import { Unreachable } from '../upstream.ts'
import { chunksOf } from './chunks.ts'
import type { QueuesFold } from './fold-sqs.ts'
import type { Playing } from './playing.ts'
import type { Message } from './records.ts'

/** AWS's limit for SendMessageBatch. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const BATCH = 10

/** One message in its queue again: MiniStack's id and the journal's. */
export interface PlayedMessage {
  readonly id: string
  readonly journalId: string
}

/** Sends again what nobody had deleted; what had been received too often goes to the dead-letter queue. */
export async function playQueues(
  queues: QueuesFold,
  { ask, append, lost }: Playing,
): Promise<readonly PlayedMessage[]> {
  const all = await Promise.all(
    queues.names().map(async (queue) => {
      const messages = queues.messages(queue)
      try {
        return await playQueue({ ask, append }, queues, queue, messages)
      } catch (error) {
        if (error instanceof Unreachable) throw error
        lost(`${messages.length} messages of queue '${queue}': ${(error as Error).message}`)
        return []
      }
    }),
  )
  return all.flat()
}

async function playQueue(
  { ask, append }: Pick<Playing, 'ask' | 'append'>,
  queues: QueuesFold,
  queue: string,
  messages: readonly Message[],
) {
  if (messages.length === 0) return []
  const { QueueUrl } = await ask<{ QueueUrl: string }>('sqs', 'GetQueueUrl', { QueueName: queue })
  const { arnOf, ...redrive } = await redriveOf(ask, QueueUrl)
  const dead = messages.filter((message) => (message.receives ?? 0) >= redrive.maxReceives)
  for (const { id } of dead) {
    const moved = { kind: 'moved', from: queue, to: redrive.queue, id } as const
    queues.apply(moved)
    await append(moved)
  }
  const alive = messages.filter((message) => !dead.includes(message))
  const played = await sendAll(ask, { QueueUrl, arnOf }, alive)
  if (dead.length === 0) return played
  const other = await ask<{ QueueUrl: string }>('sqs', 'GetQueueUrl', { QueueName: redrive.queue })
  const moved = dead.map((message) => ({ ...message, source: queue }))
  return [...played, ...(await sendAll(ask, { QueueUrl: other.QueueUrl, arnOf }, moved))]
}

async function redriveOf(ask: Ask, QueueUrl: string) {
  const { Attributes } = await ask<{ Attributes: { QueueArn: string; RedrivePolicy?: string } }>(
    'sqs',
    'GetQueueAttributes',
    { QueueUrl, AttributeNames: ['QueueArn', 'RedrivePolicy'] },
  )
  // a queue and its dead-letter queue are of one account and region
  const arnOf = (name: string) => [...Attributes.QueueArn.split(':').slice(0, -1), name].join(':')
  if (!Attributes.RedrivePolicy) return { arnOf, queue: '', maxReceives: Number.POSITIVE_INFINITY }
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(Attributes.RedrivePolicy) as {
    deadLetterTargetArn: string
    maxReceiveCount: number
  }
  return { arnOf, queue: deadLetterTargetArn.split(':').at(-1)!, maxReceives: Number(maxReceiveCount) }
}

interface Target {
  readonly QueueUrl: string
  readonly arnOf: (name: string) => string
}
async function sendAll(
  ask: Ask,
  { QueueUrl, arnOf }: Target,
  messages: readonly Message[],
): Promise<PlayedMessage[]> {
  const played: PlayedMessage[] = []
  for (const some of chunksOf(messages, BATCH)) {
    const { Successful, Failed = [] } = await ask<{
      Successful: { Id: string; MessageId: string }[]
      Failed?: { Message: string }[]
    }>('sqs', 'SendMessageBatch', { QueueUrl, Entries: some.map((it, at) => entryOf(it, at, arnOf)) })
    if (Failed.length > 0) throw new Error(Failed[0]!.Message)
    played.push(...Successful.map((it) => ({ id: it.MessageId, journalId: some[Number(it.Id)]!.id })))
  }
  return played
}

const entryOf = (message: Message, index: number, arnOf: Target['arnOf']) => ({
  Id: String(index),
  MessageBody: message.body,
  MessageAttributes: message.attributes,
  MessageGroupId: message.groupId,
  MessageDeduplicationId: message.dedupId,
  ...(message.source ? { MessageSystemAttributes: sourceOf(arnOf(message.source)) } : {}),
})
/** AWS takes no such attribute; the emulator's shim does, so that a redrive finds the way back. */
const sourceOf = (arn: string) => ({ CafeSource: { DataType: 'String', StringValue: arn } })
