import type { AwsResponse, MetricSink } from '../../types.ts'
import type { Call } from './call.ts'
import { answerOf, queueName, type SqsOutput } from './journal/wire-sqs.ts'
import type { Ask } from './ministack.ts'
import { resourcesOf } from './resource.ts'

const NAMESPACE = 'AWS/SQS'

/** One call of SQS. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export function observeSqs(metrics: MetricSink, call: Call, response: AwsResponse): void {
  if (response.status >= 300) return
  const QueueName = queueName(call)
  const put = (name: string, count: number) => metrics.put(NAMESPACE, name, { QueueName }, count, 'Count')
  const output = answerOf<SqsOutput>(call, response)
  if (call.action.startsWith('SendMessage')) put('NumberOfMessagesSent', output.Successful?.length ?? 1)
  else if (call.action.startsWith('DeleteMessage'))
    put('NumberOfMessagesDeleted', output.Successful?.length ?? 1)
  else if (call.action === 'ReceiveMessage') {
    const count = output.Messages?.length ?? 0
    put('NumberOfMessagesReceived', count)
    if (count === 0) put('NumberOfEmptyReceives', 1)
  }
}

/** One call of SNS. */
export function observeSns(metrics: MetricSink, call: Call, response: AwsResponse): void {
  if (response.status >= 300 || !call.action.startsWith('Publish')) return
  const entries = call.input().PublishBatchRequestEntries as readonly unknown[] | undefined
  for (const TopicName of resourcesOf(call))
    metrics.put('AWS/SNS', 'NumberOfMessagesPublished', { TopicName }, entries?.length ?? 1, 'Count')
}

interface Counts {
  readonly ApproximateNumberOfMessages: string
  readonly ApproximateNumberOfMessagesNotVisible: string
}

/** Asks how full each queue is; the age of its oldest message is known from the journal's `oldest`. */
export function sqsPoll(metrics: MetricSink, ask: Ask, oldest: (queue: string) => number | undefined) {
  return async () => {
    const { QueueUrls = [] } = await ask<{ QueueUrls?: string[] }>('sqs', 'ListQueues', {})
    for (const QueueUrl of QueueUrls) {
      const QueueName = QueueUrl.split('/').at(-1)!
      const { Attributes } = await ask<{ Attributes: Counts }>('sqs', 'GetQueueAttributes', {
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      })
      const put = (name: string, value: number, unit: string) =>
        metrics.put(NAMESPACE, name, { QueueName }, value, unit)
      put('ApproximateNumberOfMessagesVisible', Number(Attributes.ApproximateNumberOfMessages), 'Count')
      put(
        'ApproximateNumberOfMessagesNotVisible',
        Number(Attributes.ApproximateNumberOfMessagesNotVisible),
        'Count',
      )
      const since = oldest(QueueName)
      put('ApproximateAgeOfOldestMessage', since === undefined ? 0 : (Date.now() - since) / 1000, 'Seconds')
    }
  }
}
