import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { afterAll, expect, test } from 'vitest'
import { queueArn, queueUrl } from '../../../../model/names.ts'
import { systemOf } from '../../../../model/systems/index.ts'
import { type TestGateway, testContext, testGateway } from '../fixture.ts'

const system = systemOf('cloudcafe')
const [DLQ, TARGET, COUNT] = ['order-submission-dlq', 'order-submission-queue', 40] as const
const place = testContext()
afterAll(() => place.remove())

const visible = async (sqs: SQSClient, endpoint: string, queue: string) => {
  const QueueUrl = queueUrl(system, queue, endpoint)
  const AttributeNames = ['ApproximateNumberOfMessages' as const]
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))
  return Number(Attributes!.ApproximateNumberOfMessages)
}

async function redriveUntilKilled(): Promise<void> {
  const script = join(import.meta.dirname, '../fixture-process.ts')
  const child = spawn(process.execPath, [script, place.ctx.state], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  const { config, pids } = JSON.parse(line) as { config: TestGateway['config']; pids: readonly number[] }
  const sqs = new SQSClient({ ...config, maxAttempts: 1 })
  const QueueUrl = queueUrl(system, DLQ, config.endpoint)
  for (let n = 0; n < COUNT; n += 10) {
    const Entries = Array.from({ length: 10 }, (_, at) => ({ Id: String(at), MessageBody: String(n + at) }))
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
  }
  const [SourceArn, DestinationArn] = [queueArn(system, DLQ), queueArn(system, TARGET)]
  const MaxNumberOfMessagesPerSecond = 25
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond }))
  await expect.poll(() => visible(sqs, config.endpoint, TARGET), { timeout: 20_000 }).toBeGreaterThan(5)
  for (const pid of [child.pid!, ...pids]) process.kill(pid, 'SIGKILL')
  sqs.destroy()
}

test('kill -9 of everything in the middle of a redrive neither loses nor doubles a message', {
  timeout: 120_000,
}, async () => {
  await redriveUntilKilled()
  const gateway = await testGateway(testContext(place.ctx.state))
  const sqs = new SQSClient(gateway.config)
  try {
    const state = async () => {
      const listed = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: queueArn(system, DLQ) }))
      return listed.Results![0]!.Status
    }
    await expect.poll(state, { timeout: 20_000 }).toBe('COMPLETED')
    expect(await visible(sqs, gateway.config.endpoint, DLQ)).toBe(0)
    const found: string[] = []
    const poll = { QueueUrl: queueUrl(system, TARGET, gateway.config.endpoint), MaxNumberOfMessages: 10 }
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(poll))
      if (Messages.length === 0) break
      found.push(...Messages.map((it) => it.Body!))
    }
    expect(found.map(Number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: COUNT }, (_, n) => n))
  } finally {
    sqs.destroy()
    await gateway.stop()
  }
})
