import type { Message } from '@aws-sdk/client-sqs'
import { Consumer } from 'sqs-consumer'
import { envKeysOf } from '../model/env-keys.ts'
import type { QueueFlow, System } from '../model/kinds.ts'
import type { Env } from './env.ts'
import type { Logger } from './log.ts'
import type { Part } from './parts.ts'
import { sqsPolling } from './stores/aws.ts'

/** Works a batch through and gives those messages that are done; the others come again. */
export type HandleBatch = (messages: readonly Message[]) => Promise<readonly Message[]>

const AFTER_ERROR_MS = 1000

/** Batches worked on side by side: while one waits for its stores, others go on. */
const POLLERS = 3

/** Consumes a flow of the model from a queue, with its batch size and the queue's long poll. */
export function queueConsumer(
  env: Pick<Env, 'system' | 'of'>,
  flow: string,
  handle: HandleBatch,
  log: Logger,
): Part {
  const { from, batchSize } = queueFlow(env.system, flow)
  const queue = env.system.resources[from]
  if (queue?.kind !== 'sqs') throw new Error(`flow '${flow}' does not come from a queue`)
  const [urlKey] = envKeysOf(env.system, { id: from, access: 'read' })
  const client = sqsPolling(queue.waitSeconds)
  const source = { queueUrl: env.of(urlKey!), waitTimeSeconds: queue.waitSeconds, batchSize, sqs: client }
  const pollers = Array.from({ length: POLLERS }, () => poller(source, handle, log))
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
function poller(source: Source, handle: HandleBatch, log: Logger) {
  let busy = false
  const consumer = Consumer.create({
    ...source,
    authenticationErrorTimeout: AFTER_ERROR_MS,
    handleMessageBatch: async (messages) => {
      busy = true
      return [...(await handle(messages))]
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

/** The JSON that a message carries; out of the envelope where SNS put it there. */
export function bodyOf<T>(message: Message): T {
  const body = JSON.parse(message.Body ?? '') as { readonly Type?: string; readonly Message?: string }
  const enveloped = body.Type === 'Notification' && typeof body.Message === 'string'
  return (enveloped ? JSON.parse(body.Message!) : body) as T
}
