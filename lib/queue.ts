import type { Message } from '@aws-sdk/client-sqs'
import { Consumer } from 'sqs-consumer'
import type { Static, TSchema } from 'typebox'
import { envKeysOf } from '../model/env-keys.ts'
import type { QueueFlow, System } from '../model/kinds.ts'
import { bisect } from './bisect.ts'
import type { Env } from './env.ts'
import type { Logger } from './log.ts'
import { messageReader } from './messages.ts'
import type { Component } from './parts.ts'
import { comesAgainAfter, redelivery } from './redelivery.ts'
import { sqsPolling } from './stores/aws.ts'

/** Does all that the messages ask for, or throws; may be given a message again, with others or alone. */
export type Handle<T> = (messages: readonly T[]) => Promise<void>

const AFTER_ERROR_MS = 1000

/** Batches worked on side by side: while one waits for its stores, others go on. */
const POLLERS = 3

/** Consumes a flow of the model from a queue, with its batch size, its back-off and the queue's long poll. */
export function queueConsumer<S extends TSchema>(
  env: Pick<Env, 'system' | 'of'>,
  flowId: string,
  schema: S,
  handle: Handle<Static<S>>,
  log: Logger,
): Component {
  const flow = queueFlow(env.system, flowId)
  const queue = env.system.resources[flow.from]
  if (queue?.kind !== 'sqs') throw new Error(`flow '${flowId}' does not come from a queue`)
  const [urlKey] = envKeysOf(env.system, { id: flow.from, access: 'read' })
  const client = sqsPolling(queue.waitSeconds)
  const queueUrl = env.of(urlKey!)
  const source = { queueUrl, waitTimeSeconds: queue.waitSeconds, batchSize: flow.batchSize, sqs: client }
  const read = messageReader(schema)
  const work = async (messages: readonly Message[]) => {
    const failed = await failuresOf(messages, read, handle)
    if (failed.size > 0) await giveBack(failed)
    return messages.filter((it) => !failed.has(it))
  }
  const redeliver = redelivery(client, queueUrl)
  const giveBack = async (failed: ReadonlyMap<Message, unknown>) => {
    const again = [...failed].map(([message, err]) => {
      const afterSeconds = comesAgainAfter(err, flow.backoff, receivesOf(message))
      const { MessageId: message_id, ReceiptHandle } = message
      log.warn(
        { err, flow: flowId, message_id, receives: receivesOf(message), afterSeconds },
        'a message failed',
      )
      return { receiptHandle: ReceiptHandle!, afterSeconds }
    })
    await redeliver(again).catch((err) =>
      log.warn({ err, flow: flowId }, 'messages wait for their visibility'),
    )
  }
  const pollers = Array.from({ length: POLLERS }, () => poller(source, work, log))
  return {
    start: async () => {
      for (const it of pollers) it.start()
    },
    close: async () => {
      await Promise.all(pollers.map((it) => it.close()))
      client.destroy()
    },
  }
}

const receivesOf = ({ Attributes }: Message): number => Number(Attributes?.ApproximateReceiveCount ?? 1)

/**
 * Works a batch through and gives the messages that failed, with the reason. One that comes again is worked on alone:
 * whatever made it fail before, it takes no other along.
 */
async function failuresOf<T>(
  messages: readonly Message[],
  read: (text: string) => T,
  handle: Handle<T>,
): Promise<ReadonlyMap<Message, unknown>> {
  const failed = new Map<Message, unknown>()
  const readable = messages.flatMap((message) => {
    try {
      return [{ message, body: read(message.Body ?? '') }]
    } catch (err) {
      failed.set(message, err)
      return []
    }
  })
  const [first, again] = [
    readable.filter((it) => receivesOf(it.message) === 1),
    readable.filter((it) => receivesOf(it.message) > 1),
  ]
  const parts = [first, ...again.map((it) => [it])]
  const results = await Promise.all(
    parts.map((part) => bisect(part, (some) => handle(some.map((it) => it.body)))),
  )
  for (const [{ message }, err] of results.flatMap((it) => [...it])) failed.set(message, err)
  return failed
}

function queueFlow(system: System, id: string): QueueFlow {
  const flow = system.flows[id]
  if (flow?.kind !== 'queue') throw new Error(`'${id}' is not a flow from a queue of ${system.id}`)
  return flow
}

interface Source {
  readonly queueUrl: string
  readonly waitTimeSeconds: number
  readonly batchSize: number
  readonly sqs: ReturnType<typeof sqsPolling>
}

/** One long poll after the other; closing cuts a poll that waits and lets a batch under way end. */
function poller(
  source: Source,
  work: (messages: readonly Message[]) => Promise<readonly Message[]>,
  log: Logger,
) {
  let busy = false
  const consumer = Consumer.create({
    ...source,
    messageSystemAttributeNames: ['ApproximateReceiveCount'],
    authenticationErrorTimeout: AFTER_ERROR_MS,
    handleMessageBatch: async (messages) => {
      busy = true
      return [...(await work(messages))]
    },
  })
  const idle = () => {
    busy = false
  }
  consumer.on('response_processed', idle)
  consumer.on('error', (err) => {
    idle()
    if (consumer.status.isRunning) log.warn({ err, queue: source.queueUrl }, 'a batch of messages failed')
  })
  const close = async () => {
    if (!busy) return consumer.stop({ abort: true })
    const done = Promise.withResolvers<void>()
    consumer.once('response_processed', () => done.resolve())
    consumer.once('error', () => done.resolve())
    consumer.stop()
    await done.promise
  }
  return { start: () => consumer.start(), close }
}
