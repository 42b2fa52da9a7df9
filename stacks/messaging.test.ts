import { describe, expect, it } from 'vitest'
import type { Flow, Resource } from '../model/kinds.ts'
import { queueArn, topicArn } from '../model/names.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { type Block, synthesised } from './fixtures/synthesised.ts'

const dev = synthesised()
const all = Object.entries(cloudcafe.resources as Record<string, Resource>)
const queues = all.flatMap(([id, it]) => (it.kind === 'sqs' ? [[id, it] as const] : []))
const streams = all.flatMap(([id, it]) => (it.kind === 'kinesis' ? [[id, it] as const] : []))
const subscriptions = Object.entries(cloudcafe.flows).flatMap(([id, it]) =>
  it.kind === 'topic' ? [[id, it] as const] : [],
)

describe.each(queues)('queue %s', (id, it_) => {
  const queue = dev.one('aws_sqs_queue', id)
  const statements: Block[] = JSON.parse(dev.one('aws_sqs_queue_policy', `${id}-policy`).policy).Statement

  it('waits, hides and keeps as the model says', () => {
    expect(queue).toMatchObject({
      name: it_.queue,
      receive_wait_time_seconds: it_.waitSeconds,
      visibility_timeout_seconds: it_.visibilitySeconds,
      message_retention_seconds: it_.retentionSeconds,
    })
    expect(queue.kms_master_key_id).toContain('messages-key')
  })

  it('is FIFO where the model says so, and only there', () => {
    expect([queue.fifo_queue, queue.content_based_deduplication]).toEqual(
      it_.fifo ? [true, true] : [undefined, undefined],
    )
  })

  it('sends dead letters where the model says, and that queue takes them from here', () => {
    if (!it_.redrive) return expect(queue.redrive_policy).toBeUndefined()
    const policy = JSON.parse(queue.redrive_policy)
    expect(policy).toEqual({
      deadLetterTargetArn: `\${aws_sqs_queue.${it_.redrive.to}.arn}`,
      maxReceiveCount: it_.redrive.maxReceives,
    })
    const allow = dev.one('aws_sqs_queue_redrive_allow_policy', `${it_.redrive.to}-sources`)
    expect(JSON.parse(allow.redrive_allow_policy).sourceQueueArns).toContain(queueArn(cloudcafe, it_.queue))
  })

  it('refuses plain HTTP, and takes messages of the topics that feed it and of no other', () => {
    expect(statements[0]).toMatchObject({
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    })
    const topics = subscriptions.filter(([, flow]) => flow.to === id).map(([, flow]) => flow.from)
    const sources = statements.slice(1).flatMap((it) => it.Condition.ArnEquals['aws:SourceArn'])
    expect(sources).toEqual(topics.map((topic) => topicArn(cloudcafe, topic)))
  })
})

it.each(subscriptions)('subscription %s carries its filter, in an envelope', (id, flow) => {
  const subscription = dev.one('aws_sns_topic_subscription', id)
  expect(subscription).toMatchObject({ protocol: 'sqs', endpoint: `\${aws_sqs_queue.${flow.to}.arn}` })
  expect(subscription.raw_message_delivery).toBeUndefined()
  const filter = 'filter' in flow ? flow.filter : undefined
  expect(subscription.filter_policy && JSON.parse(subscription.filter_policy)).toEqual(filter)
})

it.each(streams)('stream %s has the shards of the model and keeps records as long', (id, it_) => {
  expect(dev.one('aws_kinesis_stream', id)).toMatchObject({
    name: it_.stream,
    shard_count: it_.shards,
    retention_period: it_.retentionHours,
    encryption_type: 'KMS',
  })
})

it('lets SNS use the key of the queues it feeds', () => {
  const { Statement } = JSON.parse(dev.one('aws_kms_key', 'messages-key').policy)
  const services = Statement.map((it: Block) => it.Principal.Service)
  expect(services).toContain('sns.amazonaws.com')
})

it.each(
  Object.values(cloudcafe.flows as Readonly<Record<string, Flow>>).flatMap((flow) => {
    const target = cloudcafe.workloads[flow.to as keyof typeof cloudcafe.workloads]
    return flow.kind === 'queue' && target.kind === 'function' ? [[flow.from, flow, target] as const] : []
  }),
)(
  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  'messages of %s stay hidden while their function may still try, as AWS advises',
  (queue, { windowSeconds = 0 }, { timeoutSeconds }) => {
    const { visibility_timeout_seconds } = dev.one('aws_sqs_queue', queue)
    expect(visibility_timeout_seconds).toBeGreaterThanOrEqual(6 * timeoutSeconds + windowSeconds)
  },
)
