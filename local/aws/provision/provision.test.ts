import { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis'
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns'
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DynamoDb, Kinesis, Sqs } from '../../../model/kinds.ts'
import { topicArn } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { type TestGateway, testGateway } from '../gateway/fixture.ts'
import { emulatorHandler } from '../gateway/ministack.ts'
import { provision } from './provision.ts'

const resources = Object.entries(cloudcafe.resources)
const of = <T>(kind: string) => resources.filter(([, it]) => it.kind === kind) as unknown as [string, T][]

describe('what the model has at the AWS endpoint', () => {
  let cloud: TestGateway
  beforeAll(async () => {
    cloud = await testGateway()
  })
  afterAll(() => cloud.stop())

  it.each(of<Sqs>('sqs'))('queue %s, as the model has it', async (_id, queue) => {
    const sqs = new SQSClient(cloud.config)
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue.queue }))
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    )
    expect(Attributes.VisibilityTimeout).toBe(String(queue.visibilitySeconds))
    expect(Attributes.ReceiveMessageWaitTimeSeconds).toBe(String(queue.waitSeconds))
    expect(Attributes.MessageRetentionPeriod).toBe(String(queue.retentionSeconds))
    expect(Attributes.FifoQueue === 'true').toBe(Boolean(queue.fifo))
    expect(Attributes.ContentBasedDeduplication === 'true').toBe(Boolean(queue.fifo))
    const redrive = Attributes.RedrivePolicy ? JSON.parse(Attributes.RedrivePolicy) : undefined
    expect(redrive ? Number(redrive.maxReceiveCount) : undefined).toBe(queue.redrive?.maxReceives)
    if (queue.redrive) expect(redrive.deadLetterTargetArn).toContain(queue.redrive.to)
  })

  it.each(of<Kinesis>('kinesis'))('stream %s, with its shards and retention', async (_id, stream) => {
    const kinesis = new KinesisClient(cloud.config)
    const { StreamDescriptionSummary: it } = await kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: stream.stream }),
    )
    expect(it?.OpenShardCount).toBe(stream.shards)
    expect(it?.RetentionPeriodHours).toBe(stream.retentionHours)
  })

  it.each(of<DynamoDb>('dynamodb'))('table %s, with keys, stream and TTL', async (_id, table) => {
    const dynamodb = new DynamoDBClient(cloud.config)
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: table.table }))
    const { TimeToLiveDescription: ttl } = await dynamodb.send(
      new DescribeTimeToLiveCommand({ TableName: table.table }),
    )
    const keys = [table.partitionKey, ...(table.sortKey ? [table.sortKey] : [])]
    expect(Table?.KeySchema?.map((key) => key.AttributeName)).toEqual(keys)
    expect(Table?.StreamSpecification?.StreamViewType).toBe(table.stream)
    expect(ttl?.AttributeName).toBe(table.ttl?.attribute)
    expect(Table?.GlobalSecondaryIndexes?.map((it) => it.IndexName) ?? []).toEqual(
      table.indexes?.map((it) => it.name) ?? [],
    )
  })

  it('subscriptions, and a second time changes nothing', async () => {
    const sns = new SNSClient(cloud.config)
    const topic = topicArn(cloudcafe, cloudcafe.resources['payment-outcomes'].topic)
    const subscribed = async () => {
      const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }))
      return Subscriptions.map((it) => it.Endpoint?.split(':').at(-1)).sort()
    }
    const once = await subscribed()
    const { host, port } = cloud.engine.endpoint()
    await provision(cloud.ctx, `http://${host}:${port}`, emulatorHandler(cloud.engine.secret))
    expect(once).toEqual(['loyalty-accrual-queue', 'notification-queue', 'payment-results-queue'])
    expect(await subscribed()).toEqual(once)
  })
})
