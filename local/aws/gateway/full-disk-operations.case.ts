import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis'
import {
  CreateTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns'
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  TagQueueCommand,
} from '@aws-sdk/client-sqs'
import { queueArn } from '../../../model/names.ts'
import { systemOf } from '../../../model/systems/index.ts'

const system = systemOf('cloudcafe')

/** Clients that do not try again. */
export function clientsOf(config: object) {
  const once = { ...config, maxAttempts: 1 }
  return {
    dynamodb: new DynamoDBClient(once),
    kinesis: new KinesisClient(once),
    sns: new SNSClient(once),
    sqs: new SQSClient(once),
  }
}
export type Clients = ReturnType<typeof clientsOf>

/** A call that changes something, and how often its effect is there. */
export interface Operation {
  readonly name: string
  /** What it acts upon. */
  prepare?(clients: Clients): Promise<unknown>
  run(clients: Clients): Promise<unknown>
  effect(clients: Clients): Promise<number>
}

const TableName = 'payment-transactions'
const key = (id: string) => ({ order_id: { S: id } })
const counting = (id: string) => ({
  TableName,
  Key: key(id),
  UpdateExpression: 'ADD n :one',
  ExpressionAttributeValues: { ':one': { N: '1' } },
})
const countAt =
  (id: string) =>
  async ({ dynamodb }: Clients) => {
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName, Key: key(id), ConsistentRead: true }),
    )
    return Number(Item?.n?.N ?? 0)
  }
const urlOf = async ({ sqs }: Clients, QueueName: string) =>
  (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl!
const newQueue =
  (QueueName: string) =>
  ({ sqs }: Clients) =>
    sqs.send(new CreateQueueCommand({ QueueName }))
const waiting = (QueueName: string) => async (clients: Clients) => {
  const ask = {
    QueueUrl: await urlOf(clients, QueueName),
    AttributeNames: ['ApproximateNumberOfMessages' as const],
  }
  const { Attributes } = await clients.sqs.send(new GetQueueAttributesCommand(ask))
  return Number(Attributes!.ApproximateNumberOfMessages)
}
async function inStream({ kinesis }: Clients, data: string): Promise<number> {
  const StreamName = 'order-events'
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }))
  const all = Shards.map(async ({ ShardId }) => {
    const from = { StreamName, ShardId: ShardId!, ShardIteratorType: 'TRIM_HORIZON' } as const
    const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(from))
    const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator: ShardIterator! }))
    return Records.filter((it) => Buffer.from(it.Data!).toString() === data).length
  })
  return (await Promise.all(all)).reduce((sum, n) => sum + n, 0)
}
const TopicArn = `arn:aws:sns:${system.region}:${system.account}:full-disk`
const n = { N: '1' }

/** One call of each kind that the journal keeps. */
export const operations: readonly Operation[] = [
  {
    name: 'PutItem on a condition',
    run: ({ dynamodb }) =>
      dynamodb.send(
        new PutItemCommand({
          TableName,
          Item: { ...key('put'), n },
          ConditionExpression: 'attribute_not_exists(order_id)',
        }),
      ),
    effect: countAt('put'),
  },
  {
    name: 'UpdateItem that counts',
    run: ({ dynamodb }) => dynamodb.send(new UpdateItemCommand(counting('update'))),
    effect: countAt('update'),
  },
  {
    name: 'TransactWriteItems',
    run: ({ dynamodb }) =>
      dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Update: counting('transaction') }] })),
    effect: countAt('transaction'),
  },
  {
    name: 'BatchWriteItem',
    run: ({ dynamodb }) =>
      dynamodb.send(
        new BatchWriteItemCommand({
          RequestItems: { [TableName]: [{ PutRequest: { Item: { ...key('batch'), n } } }] },
        }),
      ),
    effect: countAt('batch'),
  },
  {
    name: 'PutRecords',
    run: ({ kinesis }) =>
      kinesis.send(
        new PutRecordsCommand({
          StreamName: 'order-events',
          Records: [{ Data: Buffer.from('record'), PartitionKey: 'p' }],
        }),
      ),
    effect: (clients) => inStream(clients, 'record'),
  },
  {
    name: 'SendMessage with a deduplication id',
    prepare: ({ sqs }) =>
      sqs.send(new CreateQueueCommand({ QueueName: 'full.fifo', Attributes: { FifoQueue: 'true' } })),
    run: async (clients) =>
      clients.sqs.send(
        new SendMessageCommand({
          QueueUrl: await urlOf(clients, 'full.fifo'),
          MessageBody: 'x',
          MessageGroupId: 'g',
          MessageDeduplicationId: 'd',
        }),
      ),
    effect: waiting('full.fifo'),
  },
  {
    name: 'SendMessageBatch',
    prepare: newQueue('full-batch'),
    run: async (clients) =>
      clients.sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: await urlOf(clients, 'full-batch'),
          Entries: [{ Id: '0', MessageBody: 'x' }],
        }),
      ),
    effect: waiting('full-batch'),
  },
  {
    name: 'Publish to a queue',
    async prepare({ sns, sqs }) {
      await sqs.send(new CreateQueueCommand({ QueueName: 'full-topic' }))
      await sns.send(new CreateTopicCommand({ Name: 'full-disk' }))
      const Endpoint = queueArn(system, 'full-topic')
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }))
    },
    run: ({ sns }) => sns.send(new PublishCommand({ TopicArn, Message: 'x' })),
    effect: waiting('full-topic'),
  },
  {
    name: 'CreateTopic',
    run: ({ sns }) => sns.send(new CreateTopicCommand({ Name: 'full-made' })),
    async effect({ sns }) {
      const { Topics = [] } = await sns.send(new ListTopicsCommand({}))
      return Topics.filter((it) => it.TopicArn!.endsWith(':full-made')).length
    },
  },
  {
    name: 'CreateQueue',
    run: newQueue('full-made'),
    effect: async ({ sqs }) =>
      (await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'full-made' }))).QueueUrls?.length ?? 0,
  },
  {
    name: 'TagQueue',
    prepare: newQueue('full-tags'),
    run: async (clients) =>
      clients.sqs.send(
        new TagQueueCommand({ QueueUrl: await urlOf(clients, 'full-tags'), Tags: { a: 'b' } }),
      ),
    async effect(clients) {
      const { Tags = {} } = await clients.sqs.send(
        new ListQueueTagsCommand({ QueueUrl: await urlOf(clients, 'full-tags') }),
      )
      return Object.keys(Tags).length
    },
  },
]

export const NOT_REFUSED = 'was not refused'

/** What a call was refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return NOT_REFUSED
  } catch (error) {
    const { $metadata, message } = error as { $metadata?: { httpStatusCode?: number }; message: string }
    return `${$metadata?.httpStatusCode} ${/Free disk space, then repeat the call|MiniStack/.exec(message)?.[0] ?? message}`
  }
}
