import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import type { QueueFlow, Sqs } from '../../../../model/kinds.ts'
import { pause } from '../pause.ts'
import { type Outcome, Throttled } from '../types.ts'
import { type InvokeFunction, type Poller, untilAborted } from './poller.ts'
import { failedIds, sqsEvent } from './sqs-event.ts'

export interface QueuePollerParts {
  readonly flow: QueueFlow
  readonly queue: Sqs
  readonly queueArn: string
  readonly queueUrl: string
  readonly region: string
  readonly functionTimeoutSeconds: number
  /** Most batches under way at once: the function's concurrency as it stands. */
  readonly limit: () => number
  readonly sqs: SQSClient
  readonly invoke: InvokeFunction
  readonly failed: (error: Error) => void
  /** Told of messages that nobody gets before their visibility timeout is over. */
  readonly waiting: (messages: number, why: string) => void
}

// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
const FIRST_BATCHES = 5
const MORE_EACH_SECOND = { standard: 5, fifo: 1 }
const RECEIVE_MOST = 10
const RECEIVE_WAIT_SECONDS = 20
const MOST_THROTTLE_PAUSE_MS = 5000

/**
 * An SQS event source: five long polls, more while batches come full, fewer while they come less than half full.
 * FIFO starts with one, since every further one makes smaller batches; SQS keeps the groups in order by itself.
 */
export function queuePoller(it: QueuePollerParts): Poller {
  const first = it.queue.fifo ? 1 : FIRST_BATCHES
  const growthMs = 1000 / MORE_EACH_SECOND[it.queue.fifo ? 'fifo' : 'standard']
  const stopping = new AbortController()
  const polls = new Set<Promise<void>>()
  let lastGrowth = 0

  function grow(): void {
    if (polls.size >= it.limit() || Date.now() - lastGrowth < growthMs) return
    lastGrowth = Date.now()
    add()
  }
  function add(): void {
    const surplus = new AbortController()
    const signal = AbortSignal.any([stopping.signal, surplus.signal])
    const step = async () => {
      const messages = await gather(it, signal)
      if (messages.length >= it.flow.batchSize) grow()
      if (messages.length > 0) await deliver(it, messages, stopping.signal)
      if (messages.length < it.flow.batchSize / 2 && polls.size > first) surplus.abort()
    }
    const poll: Promise<void> = untilAborted(signal, step, it.failed).finally(() => polls.delete(poll))
    polls.add(poll)
  }
  return {
    start: () => {
      for (let n = 0; n < Math.min(first, it.limit() || first); n += 1) add()
    },
    async stop() {
      stopping.abort()
      await Promise.all(polls)
    },
  }
}

/** Receives until the batch is full or its window, which the first message opens, has passed. */
async function gather(it: QueuePollerParts, signal: AbortSignal): Promise<Message[]> {
  const messages = await receive(it, it.flow.batchSize, RECEIVE_WAIT_SECONDS, signal)
  const until = Date.now() + (it.flow.windowSeconds ?? 0) * 1000
  while (messages.length > 0 && messages.length < it.flow.batchSize && !signal.aborted) {
    const seconds = Math.floor((until - Date.now()) / 1000)
    if (seconds < 1) break
    messages.push(...(await receive(it, it.flow.batchSize - messages.length, seconds, signal)))
  }
  return messages
}

async function receive(
  { sqs, queueUrl }: QueuePollerParts,
  most: number,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: Math.min(RECEIVE_MOST, most),
    WaitTimeSeconds: Math.min(RECEIVE_WAIT_SECONDS, waitSeconds),
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  })
  const { Messages } = await sqs.send(command, { abortSignal: signal })
  return Messages ?? []
}

/** Invokes with a batch and deletes what did not fail; what failed comes back after its visibility timeout. */
async function deliver(
  it: QueuePollerParts,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<void> {
  const outcome = await invokeThroughThrottles(it, messages, signal)
  if (!outcome) return it.waiting(messages.length, 'the function was throttled')
  if (outcome.failed) return it.waiting(messages.length, `the function failed: ${outcome.report.error}`)
  const ids = messages.map((message) => message.MessageId!)
  const failed = it.flow.partialFailures ? failedIds(outcome.payload, ids) : new Set<string>()
  if (!failed)
    return it.failed(new Error(`${it.flow.to} gave an answer that is no list of batch item failures`))
  const done = messages.filter((message) => !failed.has(message.MessageId!))
  for (let from = 0; from < done.length; from += RECEIVE_MOST)
    await remove(it, done.slice(from, from + RECEIVE_MOST))
}

/** Null where the function stayed throttled for as long as the messages are ours. */
async function invokeThroughThrottles(
  it: QueuePollerParts,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<Outcome | null> {
  const event = sqsEvent(messages, it.queueArn, it.region)
  const until = Date.now() + (it.queue.visibilitySeconds - it.functionTimeoutSeconds) * 1000
  for (let pauseMs = 100; ; pauseMs = Math.min(MOST_THROTTLE_PAUSE_MS, pauseMs * 2)) {
    try {
      return await it.invoke(event)
    } catch (error) {
      if (!(error instanceof Throttled)) throw error
      if (Date.now() + pauseMs >= until || signal.aborted) return null
      await pause(pauseMs, signal)
    }
  }
}

async function remove({ sqs, queueUrl, failed }: QueuePollerParts, done: readonly Message[]): Promise<void> {
  const Entries = done.map((message, n) => ({ Id: String(n), ReceiptHandle: message.ReceiptHandle! }))
  const { Failed } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
  if (Failed?.length)
    failed(new Error(`${Failed.length} messages could not be deleted: ${Failed[0]?.Message}`))
}
