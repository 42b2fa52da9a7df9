import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { DeleteCommand, DynamoDBDocumentClient, NumberValue, PutCommand } from '@aws-sdk/lib-dynamodb'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { System } from '../../model/kinds.ts'
import { queueUrl } from '../../model/names.ts'
import { platform } from '../../model/platform.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { messages } from '../../model/systems/cloudcafe/messages.ts'
import { place } from '../cafe.ts'
import { poisonOf, refused, samples } from './mutations.ts'

const system: System = cloudcafe
const endpoint = `http://${platform.host}:${place.ports.aws}`
const config = { endpoint, region: system.region, credentials: platform.credentials }
const sqs = new SQSClient(config)
const kinesis = new KinesisClient({ ...config, requestHandler: new NodeHttpHandler() })
const tables = DynamoDBDocumentClient.from(new DynamoDBClient(config), {
  marshallOptions: { removeUndefinedValues: true },
})

/** A flow with the poison that it is given, and the queue where all of that must end. */
export interface PoisonedFlow {
  readonly flow: string
  readonly poison: readonly string[]
  readonly deadLetters: string
  readonly put: () => Promise<void>
  /** Takes out again what would stay. */
  readonly clear: () => Promise<void>
}

/** Every flow of the model that somebody consumes. */
export const poisonedFlows = (): readonly PoisonedFlow[] =>
  Object.entries(system.flows).flatMap(([id, flow]) => {
    if (flow.kind === 'topic') return []
    const source = system.resources[flow.from]!
    const sample = samples[carrierOf(flow.from)]
    const poison = [...poisonOf(sample), ...(refused[id] ?? [])]
    const deadLetters = flow.kind === 'stream' ? flow.onFailure : dlqOf(flow.from)
    const nothing = async () => {}
    if (source.kind === 'sqs')
      return [{ flow: id, poison, deadLetters, put: () => sendAll(flow.from, poison), clear: nothing }]
    if (source.kind === 'kinesis')
      return [{ flow: id, poison, deadLetters, put: () => putRecords(source.stream, poison), clear: nothing }]
    if (source.kind !== 'dynamodb') throw new Error(`flow ${id}: nothing is known to put into ${flow.from}`)
    const items = itemsOf(sample, source.sortKey!)
    const each = (call: (item: Readonly<Record<string, unknown>>) => Promise<unknown>) => async () => {
      for (const item of items) await call(item)
    }
    const put = each((Item) => tables.send(new PutCommand({ TableName: source.table, Item })))
    const key = (item: Readonly<Record<string, unknown>>) =>
      Object.fromEntries([source.partitionKey, source.sortKey!].map((name) => [name, item[name]]))
    const clear = each((item) => tables.send(new DeleteCommand({ TableName: source.table, Key: key(item) })))
    return [{ flow: id, poison: items.map((it) => JSON.stringify(it)), deadLetters, put, clear }]
  })

/** What a source carries: its own messages, or those of the topic before it. */
function carrierOf(source: string): keyof typeof messages {
  const topic = Object.values(system.flows).find((it) => it.kind === 'topic' && it.to === source)?.from
  const carrier = topic ?? source
  if (!(carrier in messages)) throw new Error(`the model has no schema of the messages in '${carrier}'`)
  return carrier as keyof typeof messages
}

function queueOf(id: string) {
  const queue = system.resources[id]
  if (queue?.kind !== 'sqs') throw new Error(`${id} is no queue`)
  return queue
}
const urlOf = (id: string) => queueUrl(system, queueOf(id).queue, endpoint)

function dlqOf(id: string): string {
  const to = queueOf(id).redrive?.to
  const found = Object.entries(system.resources).find(
    ([, it]) => it.kind === 'sqs' && (it.queue === to || it.queue === `${to}.fifo`),
  )
  if (!found) throw new Error(`${id} has no dead-letter queue`)
  return found[0]
}

async function sendAll(id: string, bodies: readonly string[]): Promise<void> {
  const { fifo } = queueOf(id)
  const entries = bodies.map((MessageBody, n) => ({
    Id: String(n),
    MessageBody,
    ...(fifo ? { MessageGroupId: `poison-${n}` } : {}),
  }))
  for (let from = 0; from < entries.length; from += 10) {
    const command = { QueueUrl: urlOf(id), Entries: entries.slice(from, from + 10) }
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand(command))
    if (Failed.length > 0) throw new Error(`not sent to ${id}: ${Failed[0]?.Message}`)
  }
}

async function putRecords(StreamName: string, bodies: readonly string[]): Promise<void> {
  const Records = bodies.map((it, n) => ({ Data: Buffer.from(it), PartitionKey: `poison-${n}` }))
  const answer = await kinesis.send(new PutRecordsCommand({ StreamName, Records }))
  if (answer.FailedRecordCount) throw new Error(`${answer.FailedRecordCount} records were not put`)
}

/** Items of a table each of whose values but the keys' is wrong; DynamoDB itself takes no infinity. */
const itemsOf = (sample: Readonly<Record<string, unknown>>, sortKey: string) =>
  ['on_hand', 'version'].flatMap((name) =>
    [undefined, 'many', -1, 1.5, NumberValue.from('1e30'), { a: 1 }].map((wrong, n) => ({
      ...sample,
      [sortKey]: `poison-${name}-${n}`,
      [name]: wrong,
    })),
  )

/** A good item beside the poison. */
export const goodItem = (sku: string, on_hand: number) => ({
  put: () =>
    tables.send(
      new PutCommand({
        TableName: cloudcafe.resources['store-inventory'].table,
        Item: { ...samples['store-inventory'], sku, on_hand },
      }),
    ),
  clear: () =>
    tables.send(
      new DeleteCommand({
        TableName: cloudcafe.resources['store-inventory'].table,
        Key: { store_id: samples['store-inventory'].store_id, sku },
      }),
    ),
})

/** Takes all messages out of a queue, until it has given none for two seconds. */
export async function drain(id: string): Promise<readonly string[]> {
  const bodies: string[] = []
  for (;;) {
    const some = await receive(id)
    if (some.length === 0) return bodies
    bodies.push(...some.map((it) => it.Body!))
    const Entries = some.map((it, n) => ({ Id: String(n), ReceiptHandle: it.ReceiptHandle! }))
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: urlOf(id), Entries }))
  }
}

async function receive(id: string): Promise<readonly Message[]> {
  const command = { QueueUrl: urlOf(id), MaxNumberOfMessages: 10, WaitTimeSeconds: 2 }
  return (await sqs.send(new ReceiveMessageCommand(command))).Messages ?? []
}
