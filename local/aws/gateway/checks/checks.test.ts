import { randomUUID } from 'node:crypto'
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis'
import {
  CreateTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns'
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { queueArn } from '../../../../model/names.ts'
import { systemOf } from '../../../../model/systems/index.ts'
import { type TestGateway, testGateway } from '../fixture.ts'

let gateway: TestGateway
let sqs: SQSClient
let sns: SNSClient
let kinesis: KinesisClient
let ssm: SSMClient
let queue: string
let topic: string
beforeAll(async () => {
  gateway = await testGateway()
  const once = { ...gateway.config, maxAttempts: 1 }
  sqs = new SQSClient(once)
  sns = new SNSClient(once)
  kinesis = new KinesisClient(once)
  ssm = new SSMClient(once)
  queue = await create(`q-${randomUUID()}`)
  topic = (await sns.send(new CreateTopicCommand({ Name: `t-${randomUUID()}` }))).TopicArn!
}, 60_000)
afterAll(async () => {
  await gateway.stop()
  gateway.remove()
})

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'taken',
    (error: Error) => `${error.name}: ${error.message}`,
  )
async function create(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  return (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl!
}
const send = (over: Partial<SendMessageCommandInput>) =>
  sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: 'it', ...over }))
const receive = (over: object) => sqs.send(new ReceiveMessageCommand({ QueueUrl: queue, ...over }))
const attribute = (DataType: string, StringValue: string) => ({
  MessageAttributes: { a: { DataType, StringValue } },
})
const many = Object.fromEntries(
  Array.from({ length: 11 }, (_, n) => [`a${n}`, { DataType: 'String', StringValue: 'x' }]),
)
const trace = (name: string) => ({ [name]: { DataType: 'String' as const, StringValue: 'x' } })
const unknown = 'Nope' as QueueAttributeName

test.each<[string, () => Promise<unknown>, string]>([
  ['a delay of more than a quarter of an hour', () => send({ DelaySeconds: 901 }), 'InvalidParameterValue'],
  ['a wait of more than 20 s', () => receive({ WaitTimeSeconds: 21 }), 'InvalidParameterValue'],
  [
    'a visibility timeout of more than 12 h',
    () => receive({ VisibilityTimeout: 43_201 }),
    'InvalidParameterValue',
  ],
  ['a name with a blank', () => create('a b'), 'InvalidParameterValue'],
  ['a name of 81 characters', () => create('a'.repeat(81)), 'InvalidParameterValue'],
  [
    'an attribute that no queue has',
    () => create(`q-${randomUUID()}`, { Nope: '1' }),
    'InvalidAttributeName',
  ],
  [
    'a question for one',
    () => sqs.send(new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: [unknown] })),
    'InvalidAttributeName',
  ],
  [
    'a change of one that is fixed',
    () => sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue, Attributes: { QueueArn: 'x' } })),
    'InvalidAttributeName',
  ],
  ['eleven message attributes', () => send({ MessageAttributes: many }), 'InvalidParameterValue'],
  ['an empty message attribute', () => send(attribute('String', '')), 'InvalidParameterValue'],
  ['a message attribute of no type', () => send(attribute('Text', 'x')), 'InvalidParameterValue'],
  [
    'a message that its attributes make too large',
    () => send({ MessageBody: 'x'.repeat(1_048_570), ...attribute('String', 'y'.repeat(100)) }),
    'must be shorter than 1048576 bytes',
  ],
  [
    'a system attribute of SQS’s own',
    () => send({ MessageSystemAttributes: trace('DeadLetterQueueSourceArn') as never }),
    'InvalidParameterValue',
  ],
])('SQS refuses %s', async (_, work, wanted) => {
  expect(await refusal(work())).toContain(wanted)
})

test('SQS refuses a batch’s messages one by one', async () => {
  const Entries = [
    { Id: 'good', MessageBody: 'it', MessageSystemAttributes: trace('AWSTraceHeader') },
    { Id: 'late', MessageBody: 'it', DelaySeconds: 901 },
    { Id: 'own', MessageBody: 'it', MessageSystemAttributes: trace('DeadLetterQueueSourceArn') as never },
  ]
  const { Successful, Failed } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries }))
  expect(Successful!.map((it) => it.Id)).toEqual(['good'])
  expect(Failed!.map((it) => [it.Id, it.Code])).toEqual([
    ['late', 'InvalidParameterValue'],
    ['own', 'InvalidParameterValue'],
  ])
})

describe('SNS', () => {
  const publish = (over: Partial<PublishCommandInput>) =>
    sns.send(new PublishCommand({ TopicArn: topic, Message: 'it', ...over }))
  const subscribe = (Protocol: string, Attributes: Record<string, string> = {}) =>
    sns.send(
      new SubscribeCommand({
        TopicArn: topic,
        Protocol,
        Endpoint: queueArn(systemOf('cloudcafe'), queue.split('/').at(-1)!),
        Attributes,
        ReturnSubscriptionArn: true,
      }),
    )

  test.each<[string, () => Promise<unknown>, string]>([
    ['an empty message', () => publish({ Message: '' }), 'Empty message'],
    ['a subject of 101 characters', () => publish({ Subject: 's'.repeat(101) }), 'Subject'],
    [
      'a text for each protocol without a default',
      () => publish({ MessageStructure: 'json', Message: '{"sqs":"x"}' }),
      'No default entry',
    ],
    ['one that is no JSON', () => publish({ MessageStructure: 'json', Message: 'x' }), 'No default entry'],
    ['an attribute of no type', () => publish(attribute('Text', 'x')), 'invalid message attribute type'],
    ['a filter policy that is no JSON', () => subscribe('sqs', { FilterPolicy: '{no' }), 'FilterPolicy'],
    ['a filter policy that is no object', () => subscribe('sqs', { FilterPolicy: '[1]' }), 'FilterPolicy'],
    [
      'a filter policy with a rule that is none',
      () => subscribe('sqs', { FilterPolicy: '{"a":"x"}' }),
      'FilterPolicy',
    ],
    [
      'a protocol that there is not',
      () => subscribe('pigeon'),
      'does not support this protocol string: pigeon',
    ],
  ])('refuses %s', async (_, work, wanted) => {
    expect((await refusal(work())).toLowerCase()).toContain(wanted.toLowerCase())
  })

  test('still delivers after all of that, also where a batch holds what is no JSON', async () => {
    const { SubscriptionArn } = await subscribe('sqs', { RawMessageDelivery: 'true' })
    const change = { SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue: '{no' }
    expect(await refusal(sns.send(new SetSubscriptionAttributesCommand(change)))).toContain('FilterPolicy')
    await receive({ MaxNumberOfMessages: 10 })
    const { pid } = gateway.engine.processes()[0]!
    const PublishBatchRequestEntries = [{ Id: 'a', Message: 'x', MessageStructure: 'json' }]
    await sns
      .send(new PublishBatchCommand({ TopicArn: topic, PublishBatchRequestEntries }))
      .catch(() => undefined)
    await publish({ Message: 'through' })
    const { Messages = [] } = await receive({ MaxNumberOfMessages: 10 })
    expect(Messages.map((it) => it.Body)).toContain('through')
    expect(gateway.engine.processes()[0]!.pid).toBe(pid)
  })
})

test('Kinesis refuses sequence numbers, iterators and limits that are none', async () => {
  const StreamName = 'order-events'
  const { Shards } = await kinesis.send(new ListShardsCommand({ StreamName }))
  const { ShardId } = Shards![0]!
  const at = { StreamName, ShardId, ShardIteratorType: 'AT_SEQUENCE_NUMBER' as const }
  const from = (StartingSequenceNumber: string) =>
    kinesis.send(new GetShardIteratorCommand({ ...at, StartingSequenceNumber }))
  expect(await refusal(from('nope'))).toContain('InvalidArgumentException')
  const latest = { StreamName, ShardId, ShardIteratorType: 'LATEST' as const }
  const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(latest))
  const records = (input: { ShardIterator: string | undefined; Limit?: number }) =>
    kinesis.send(new GetRecordsCommand(input))
  expect(await refusal(records({ ShardIterator: 'nope' }))).toContain('InvalidArgumentException')
  expect(await refusal(records({ ShardIterator, Limit: 10_001 }))).toContain('ValidationException')
  expect(await refusal(records({ ShardIterator, Limit: 10_000 }))).toBe('taken')
})

test('SSM refuses an empty parameter', async () => {
  const parameter = { Name: `/p/${randomUUID()}`, Type: 'String' as const }
  expect(await refusal(ssm.send(new PutParameterCommand({ ...parameter, Value: '' })))).toContain(
    'ValidationException',
  )
  expect(await refusal(ssm.send(new PutParameterCommand({ ...parameter, Value: '1' })))).toBe('taken')
})
