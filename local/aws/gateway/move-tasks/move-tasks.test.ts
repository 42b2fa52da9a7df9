import { randomUUID } from 'node:crypto'
import {
  CancelMessageMoveTaskCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { queueArn, queueUrl } from '../../../../model/names.ts'
import { systemOf } from '../../../../model/systems/index.ts'
import { type TestGateway, testGateway } from '../fixture.ts'
import { handleOf } from './handle.ts'

const system = systemOf('cloudcafe')
let gateway: TestGateway
let sqs: SQSClient
const connect = () => {
  sqs = new SQSClient({ ...gateway.config, maxAttempts: 1 })
}
beforeAll(async () => {
  gateway = await testGateway()
  connect()
}, 60_000)
afterAll(async () => {
  await gateway.stop()
  gateway.remove()
})

const url = (queue: string) => queueUrl(system, queue, gateway.config.endpoint)
const arn = (queue: string) => queueArn(system, queue)
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: Error) => ({ name: error.name, message: error.message }),
  )
const start = (source: string, destination?: string, rate?: number) =>
  sqs.send(
    new StartMessageMoveTaskCommand({
      SourceArn: arn(source),
      DestinationArn: destination && arn(destination),
      MaxNumberOfMessagesPerSecond: rate,
    }),
  )
const tasks = async (source: string, MaxResults?: number) =>
  (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arn(source), MaxResults }))).Results!
const ended = (source: string, status: string) =>
  expect.poll(async () => (await tasks(source))[0]!.Status, { timeout: 20_000 }).toBe(status)

async function visible(queue: string): Promise<number> {
  const wanted = { QueueUrl: url(queue), AttributeNames: ['ApproximateNumberOfMessages' as const] }
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand(wanted))
  return Number(Attributes!.ApproximateNumberOfMessages)
}
async function receive(queue: string, VisibilityTimeout?: number): Promise<readonly Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url(queue),
      MaxNumberOfMessages: 10,
      VisibilityTimeout,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  )
  return Messages
}
/** Takes all that is in a queue. */
async function drained(queue: string): Promise<Message[]> {
  const all: Message[] = []
  for (let some = await receive(queue); some.length > 0; some = await receive(queue)) {
    all.push(...some)
    for (const { ReceiptHandle } of some)
      await sqs.send(new DeleteMessageCommand({ QueueUrl: url(queue), ReceiptHandle }))
  }
  return all
}
const bodies = (messages: readonly Message[]) => messages.map((it) => it.Body)

/** Queues whose messages go to one dead-letter queue after one receive. */
async function pipe({ sources = 1, fifo = false } = {}) {
  const suffix = fifo ? '.fifo' : ''
  const id = randomUUID()
  const kind = fifo ? { FifoQueue: 'true' } : {}
  const create = async (name: string, attributes: Record<string, string> = {}) => {
    await sqs.send(
      new CreateQueueCommand({ QueueName: name + suffix, Attributes: { ...kind, ...attributes } }),
    )
    return name + suffix
  }
  const dlq = await create(`dlq-${id}`)
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn(dlq), maxReceiveCount: 1 })
  const names = Array.from({ length: sources }, (_, n) => create(`from-${n}-${id}`, { RedrivePolicy }))
  return { dlq, other: await create(`other-${id}`), from: await Promise.all(names) }
}
/** Sends messages and lets them fail until they are in the dead-letter queue. */
async function fail(queue: string, dlq: string, texts: readonly string[]) {
  const before = await visible(dlq)
  for (const MessageBody of texts)
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: url(queue),
        MessageBody,
        MessageAttributes: { kind: { DataType: 'String', StringValue: `kind of ${MessageBody}` } },
        ...(queue.endsWith('.fifo') ? { MessageGroupId: 'g', MessageDeduplicationId: MessageBody } : {}),
      }),
    )
  for (let seen = 0; seen < texts.length; ) seen += (await receive(queue, 0)).length
  await receive(queue, 0)
  expect(await visible(dlq)).toBe(before + texts.length)
}
const texts = (count: number, prefix = 'm') => Array.from({ length: count }, (_, n) => `${prefix}${n}`)

describe('a redrive', () => {
  test('takes each message back to where it came from, with its attributes, as a new one', async () => {
    const { dlq, from } = await pipe({ sources: 2 })
    await fail(from[0]!, dlq, ['a', 'b'])
    await fail(from[1]!, dlq, ['c'])
    const before = await receive(dlq, 0)
    expect(before.map((it) => it.Attributes!.DeadLetterQueueSourceArn)).toEqual(
      [from[0]!, from[0]!, from[1]!].map(arn),
    )
    const sources = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: url(dlq) }))
    expect(sources.queueUrls).toEqual(from.map(url))
    await start(dlq)
    await ended(dlq, 'COMPLETED')
    const [first, second] = [await drained(from[0]!), await drained(from[1]!)]
    expect([bodies(first), bodies(second)]).toEqual([['a', 'b'], ['c']])
    expect(first[0]!.MessageAttributes!.kind!.StringValue).toBe('kind of a')
    expect(first[0]!.Attributes).toMatchObject({ ApproximateReceiveCount: '1' })
    expect(first[0]!.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn')
    expect(before.map((it) => it.MessageId)).not.toContain(first[0]!.MessageId)
    expect(await visible(dlq)).toBe(0)
    expect(await tasks(dlq)).toEqual([
      {
        SourceArn: arn(dlq),
        Status: 'COMPLETED',
        ApproximateNumberOfMessagesMoved: 3,
        ApproximateNumberOfMessagesToMove: 3,
        StartedTimestamp: expect.any(Number),
      },
    ])
  })

  test('goes to another queue where one is named', async () => {
    const { dlq, from, other } = await pipe()
    await fail(from[0]!, dlq, texts(23))
    await start(dlq, other)
    await ended(dlq, 'COMPLETED')
    expect(bodies(await drained(other))).toEqual(texts(23))
    expect(await visible(from[0]!)).toBe(0)
  })

  test('keeps the order of a FIFO queue, and is no duplicate there', async () => {
    const { dlq, from } = await pipe({ fifo: true })
    for (const text of texts(4)) await fail(from[0]!, dlq, [text])
    await start(dlq)
    await ended(dlq, 'COMPLETED')
    const taken = await drained(from[0]!)
    expect(bodies(taken)).toEqual(texts(4))
    expect(taken[0]!.Attributes).toMatchObject({ MessageGroupId: 'g', MessageDeduplicationId: 'm0' })
  })

  test('keeps to its rate, is the only one of its queue, and can be cancelled', async () => {
    const { dlq, from, other } = await pipe()
    await fail(from[0]!, dlq, texts(10))
    const began = performance.now()
    const { TaskHandle } = await start(dlq, other, 2)
    expect(await refusal(start(dlq, other))).toMatchObject({
      message:
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    })
    await expect.poll(() => visible(other), { timeout: 10_000 }).toBeGreaterThan(2)
    expect(performance.now() - began).toBeGreaterThan(900)
    expect((await tasks(dlq))[0]).toMatchObject({
      Status: 'RUNNING',
      TaskHandle,
      MaxNumberOfMessagesPerSecond: 2,
    })
    const cancelled = await sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }))
    expect(cancelled.ApproximateNumberOfMessagesMoved).toBeGreaterThan(0)
    await ended(dlq, 'CANCELLED')
    const moved = (await tasks(dlq))[0]!.ApproximateNumberOfMessagesMoved!
    expect([await visible(other), await visible(dlq)]).toEqual([moved, 10 - moved])
    expect(await refusal(sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle })))).not.toBeNull()
    await start(dlq)
    await ended(dlq, 'COMPLETED')
    expect((await tasks(dlq, 10)).map((it) => it.Status)).toEqual(['COMPLETED', 'CANCELLED'])
  })

  test('fails where a message has no way back, or its queue is gone', async () => {
    const { dlq, from, other } = await pipe()
    await sqs.send(new SendMessageCommand({ QueueUrl: url(dlq), MessageBody: 'sent by hand' }))
    await start(dlq)
    await ended(dlq, 'FAILED')
    expect((await tasks(dlq))[0]).toMatchObject({ FailureReason: 'CouldNotDetermineMessageSource' })
    await drained(dlq)
    await fail(from[0]!, dlq, texts(5))
    await start(dlq, other, 1)
    await sqs.send(new DeleteQueueCommand({ QueueUrl: url(other) }))
    await ended(dlq, 'FAILED')
    expect((await tasks(dlq))[0]).toMatchObject({ FailureReason: 'AWS.SimpleQueueService.NonExistentQueue' })
    expect(await visible(dlq)).toBeGreaterThan(0)
  })

  const lost = arn('nowhere')
  const order = 'order-submission-queue'
  const dead = () => arn('order-submission-dlq')
  test.each([
    [
      'a source that is no dead-letter queue',
      () => start(order),
      'InvalidParameterValue',
      'must be configured as a Dead Letter Queue',
    ],
    ['a source that is not there', () => start('nowhere'), 'ResourceNotFoundException', 'SourceArn'],
    [
      'a destination that is not there',
      () => sqs.send(new StartMessageMoveTaskCommand({ SourceArn: dead(), DestinationArn: lost })),
      'ResourceNotFoundException',
      'DestinationArn',
    ],
    [
      'a destination of the other type',
      () => start('order-submission-dlq', 'payment-processing-queue.fifo'),
      'InvalidParameterValue',
      'FIFO',
    ],
    [
      'a rate of nothing',
      () => start('order-submission-dlq', order, 0),
      'InvalidParameterValue',
      'between 1 and 500',
    ],
    [
      'a rate above 500',
      () => start('order-submission-dlq', order, 501),
      'InvalidParameterValue',
      'between 1 and 500',
    ],
    [
      'more than ten tasks',
      () => tasks('order-submission-dlq', 11),
      'InvalidParameterValue',
      'between 1 and 10',
    ],
    ['tasks of no queue', () => tasks('nowhere'), 'ResourceNotFoundException', 'SourceArn'],
    [
      'a handle that is none',
      () => sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle: 'foobared' })),
      'InvalidParameterValue',
      'Value for parameter TaskHandle is invalid.',
    ],
    [
      'a handle of no task',
      () =>
        sqs.send(
          new CancelMessageMoveTaskCommand({
            TaskHandle: handleOf({ taskId: randomUUID(), sourceArn: dead() }),
          }),
        ),
      'ResourceNotFoundException',
      'Task does not exist.',
    ],
    [
      'a handle of no queue',
      () =>
        sqs.send(
          new CancelMessageMoveTaskCommand({
            TaskHandle: handleOf({ taskId: randomUUID(), sourceArn: lost }),
          }),
        ),
      'ResourceNotFoundException',
      'SourceArn',
    ],
  ] as const)('is refused for %s', async (_, call, name, message) => {
    expect(await refusal(call())).toEqual({ name, message: expect.stringContaining(message) })
  })

  test('is no call for MiniStack from outside', async () => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=cafe/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0'
    const headers = {
      authorization,
      'x-amz-target': 'AmazonSQS.CafeMoveMessages',
      'content-type': 'application/x-amz-json-1.0',
    }
    const body = JSON.stringify({ SourceArn: arn(order), DestinationArn: dead(), MaxNumberOfMessages: 10 })
    const answer = await fetch(gateway.config.endpoint, { method: 'POST', headers, body })
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { __type: 'com.amazonaws.sqs#InvalidAction' },
    ])
  })

  test('speaks the query protocol too', async () => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=cafe/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0'
    const ask = async (form: Record<string, string>) => {
      const body = new URLSearchParams({ Version: '2012-11-05', ...form })
      return (
        await fetch(gateway.config.endpoint, { method: 'POST', headers: { authorization }, body })
      ).text()
    }
    const { dlq, from } = await pipe()
    await fail(from[0]!, dlq, ['q'])
    const started = await ask({ Action: 'StartMessageMoveTask', SourceArn: arn(dlq) })
    expect(started).toContain('<StartMessageMoveTaskResult><TaskHandle>')
    await ended(dlq, 'COMPLETED')
    const listed = await ask({ Action: 'ListMessageMoveTasks', SourceArn: arn(dlq), MaxResults: '10' })
    expect(listed).toContain('<ListMessageMoveTasksResultEntry><Status>COMPLETED</Status>')
    const refused = await ask({ Action: 'StartMessageMoveTask', SourceArn: arn(from[0]!) })
    expect(refused).toContain('<Code>InvalidParameterValue</Code>')
  })
})

describe('after a crash', () => {
  const kill = () => process.kill(gateway.engine.processes()[0]!.pid, 'SIGKILL')
  /** Every message once, wherever it is. */
  async function whole(dlq: string, queues: readonly string[], wanted: readonly string[]) {
    const found: (string | undefined)[] = []
    for (const queue of queues) found.push(...bodies(await drained(queue)))
    expect([found.toSorted(), await visible(dlq)]).toEqual([wanted.toSorted(), 0])
  }

  test('of MiniStack in the middle, the redrive goes on, and no message is lost or there twice', {
    timeout: 60_000,
  }, async () => {
    const { dlq, from } = await pipe({ sources: 2 })
    await fail(from[0]!, dlq, texts(20, 'x'))
    await fail(from[1]!, dlq, texts(20, 'y'))
    await start(dlq, undefined, 20)
    await expect.poll(() => visible(from[0]!), { timeout: 10_000 }).toBeGreaterThan(5)
    kill()
    await ended(dlq, 'COMPLETED')
    await whole(dlq, from, [...texts(20, 'x'), ...texts(20, 'y')])
  })

  test('of everything, a redrive that was done stays done, and one that was not goes on', {
    timeout: 90_000,
  }, async () => {
    const done = await pipe()
    await fail(done.from[0]!, done.dlq, texts(3))
    await start(done.dlq)
    await ended(done.dlq, 'COMPLETED')
    const { dlq, from } = await pipe()
    await fail(from[0]!, dlq, texts(30, 'z'))
    await start(dlq, undefined, 10)
    await expect.poll(() => visible(from[0]!), { timeout: 10_000 }).toBeGreaterThan(5)
    kill()
    gateway = await gateway.again()
    connect()
    await ended(dlq, 'COMPLETED')
    await whole(done.dlq, done.from, texts(3))
    await whole(dlq, from, texts(30, 'z'))
  })

  test('a dead letter still knows its way back', { timeout: 60_000 }, async () => {
    const { dlq, from } = await pipe()
    await fail(from[0]!, dlq, ['w'])
    expect(await receive(dlq, 0)).toHaveLength(1)
    gateway = await gateway.again()
    connect()
    const [message] = await receive(dlq, 0)
    expect(message!.Attributes!.DeadLetterQueueSourceArn).toBe(arn(from[0]!))
    await start(dlq)
    await ended(dlq, 'COMPLETED')
    await whole(dlq, from, ['w'])
  })
})
