import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { System } from '../../../../model/kinds.ts'
import { queueUrl } from '../../../../model/names.ts'
import { platform } from '../../../../model/platform.ts'
import { cloudcafe } from '../../../../model/systems/cloudcafe/index.ts'
import { awsGateway } from '../../../aws/gateway/gateway.ts'
import { ministack } from '../../../engines/ministack.ts'
import { lambdaRuntime } from '../../lambda.ts'
import { testContext } from '../fixtures/context.ts'
import type { LambdaRuntime } from '../runtime.ts'

/** Notes each record it takes; fails or dies of messages that ask for it on their first delivery. */
const HANDLER = `
import { appendFileSync } from 'node:fs'
const note = (line) => appendFileSync(process.env.NOTES, JSON.stringify(line) + '\\n')
export const handler = async ({ Records }) => {
  const failed = new Set()
  for (const record of Records) {
    if (record.dynamodb) { note({ table: record.dynamodb.NewImage.sku.S, sequence: record.dynamodb.SequenceNumber }); continue }
    const group = record.attributes.MessageGroupId
    const body = JSON.parse(record.body)
    if (body.diesFirst && record.attributes.ApproximateReceiveCount === '1') process.exit(1)
    const fails = body.failsFirst && record.attributes.ApproximateReceiveCount === '1'
    if (failed.has(group) || fails) { failed.add(group); failed.add(record.messageId) }
    else note({ group, n: body.n })
  }
  return { batchItemFailures: Records.filter((it) => failed.has(it.messageId)).map((it) => ({ itemIdentifier: it.messageId })) }
}`

const { 'payment-processor': payments, 'inventory-sync': sync } = cloudcafe.workloads
const queue = cloudcafe.resources['payment-processing']
const system: System = {
  ...cloudcafe,
  workloads: {
    ...cloudcafe.workloads,
    // failed messages come back after the queue's visibility timeout: not three minutes in a test
    'payment-processor': { ...payments, timeoutSeconds: 1, coldStartMs: 0 },
    'inventory-sync': { ...sync, coldStartMs: 0 },
  },
  resources: { ...cloudcafe.resources, 'payment-processing': { ...queue, visibilitySeconds: 2 } },
}
const WAIT = { timeout: 60_000, interval: 100 }
const place = testContext(system)
const notes = join(place.ctx.state, 'notes')
const emulator = ministack(place.ctx)
let gateway: Awaited<ReturnType<typeof awsGateway>>
let lambda: LambdaRuntime
let sqs: SQSClient
let db: DynamoDBClient

beforeAll(async () => {
  appendFileSync(notes, '')
  await emulator.start()
  gateway = await awsGateway(place.ctx, { ministack: emulator, services: [] })
  await gateway.start()
  const endpoint = `http://127.0.0.1:${gateway.port()}`
  const config = { endpoint, region: system.region, credentials: platform.credentials }
  sqs = new SQSClient(config)
  db = new DynamoDBClient(config)
  lambda = runtime()
  await lambda.start()
})
afterAll(async () => {
  await lambda.stop()
  await gateway.stop()
  await emulator.stop()
  place.remove()
})

function runtime(): LambdaRuntime {
  const path = place.bundle('notes', HANDLER)
  const awsEndpoint = `http://127.0.0.1:${gateway.port()}`
  return lambdaRuntime(place.ctx, { environment: () => ({ NOTES: notes }), bundle: () => path, awsEndpoint })
}
interface Note {
  readonly group?: string
  readonly n?: number
  readonly table?: string
  readonly sequence?: string
}
const noted = (): Note[] =>
  existsSync(notes)
    ? readFileSync(notes, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : []
const ofTable = (prefix: string) => noted().flatMap(({ table }) => (table?.startsWith(prefix) ? [table] : []))

test('FIFO: each group in order, a failed message holds up its own group only', async () => {
  const messages = Array.from({ length: 90 }, (_, n) => ({
    group: `g${n % 9}`,
    n,
    failsFirst: n === 9 || n === 19,
  }))
  const url = queueUrl(system, queue.queue, `http://127.0.0.1:${gateway.port()}`)
  for (let from = 0; from < messages.length; from += 10) {
    const Entries = messages.slice(from, from + 10).map((it, i) => ({
      Id: String(i),
      MessageBody: JSON.stringify(it),
      MessageGroupId: it.group,
    }))
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }))
  }
  const groups = () =>
    Map.groupBy(
      noted().filter((it) => it.group),
      (it) => it.group!,
    )
  await vi.waitFor(() => expect([...groups().values()].flat()).toHaveLength(90), WAIT)
  for (const [group, all] of groups())
    expect(all.map((it) => it.n)).toEqual(messages.filter((it) => it.group === group).map((it) => it.n))
  const order = noted().flatMap(({ n }) => (n === undefined ? [] : [n]))
  const [failed, others] = [order.indexOf(9), order.findIndex((n) => n > 19 && n % 9 > 1)]
  expect(others).toBeLessThan(failed)
})

test('messages of an environment that dies wait for their visibility timeout, and that is said', async () => {
  const url = queueUrl(system, queue.queue, `http://127.0.0.1:${gateway.port()}`)
  const MessageBody = JSON.stringify({ group: 'deadly', n: 1, diesFirst: true })
  await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody, MessageGroupId: 'deadly' }))
  await vi.waitFor(
    () =>
      expect(place.events).toContainEqual({
        part: 'payments-in',
        what: 'messages wait for their visibility timeout',
        detail: { messages: 1, visibility_seconds: 2, why: 'the function failed: Runtime.ExitError' },
      }),
    WAIT,
  )
  await vi.waitFor(() => expect(noted().filter(({ group }) => group === 'deadly')).toHaveLength(1), WAIT)
})

const putAll = async (prefix: string, count: number) => {
  for (let n = 0; n < count; n += 1) {
    const Item = { store_id: { S: 'store-1' }, sku: { S: `${prefix}-${String(n).padStart(3, '0')}` } }
    await db.send(new PutItemCommand({ TableName: cloudcafe.resources['store-inventory'].table, Item }))
  }
}
const skus = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, n) => `${prefix}-${String(n).padStart(3, '0')}`)

test('a table: changes come in order; after a restart it goes on after the checkpoint', async () => {
  await putAll('before', 30)
  await vi.waitFor(() => expect(ofTable('before')).toEqual(skus('before', 30)), WAIT)
  await lambda.stop()
  await putAll('while-down', 20)
  lambda = runtime()
  await lambda.start()
  await vi.waitFor(() => expect(ofTable('while-down')).toEqual(skus('while-down', 20)), WAIT)
  expect(ofTable('before')).toHaveLength(30)
})

test('after the emulator was killed and filled again, new changes still come', async () => {
  const [{ pid } = { pid: 0 }] = emulator.processes()
  process.kill(pid, 'SIGKILL')
  await vi.waitFor(() => putAll('after-kill', 1), WAIT)
  await putAll('after-kill', 10)
  await vi.waitFor(
    () => expect(new Set(ofTable('after-kill'))).toEqual(new Set(skus('after-kill', 10))),
    WAIT,
  )
})
