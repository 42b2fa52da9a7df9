import type { Ask } from '../ministack.ts'
import { Unreachable } from '../upstream.ts'
import type { QueueFacts } from './operations.ts'
import { nameOf } from './runner.ts'

interface Attributes {
  readonly QueueArn: string
  readonly ApproximateNumberOfMessages: string
}

/** What MiniStack knows of a queue by its ARN; null where there is no such queue. */
export async function queueFacts(ask: Ask, arn: string): Promise<QueueFacts | null> {
  const url = await ask<{ QueueUrl: string }>('sqs', 'GetQueueUrl', { QueueName: nameOf(arn) }).catch(
    (error: Error) => {
      if (error instanceof Unreachable) throw error
      return null
    },
  )
  if (!url) return null
  const { QueueUrl } = url
  const AttributeNames = ['QueueArn', 'ApproximateNumberOfMessages']
  const { Attributes } = await ask<{ Attributes: Attributes }>('sqs', 'GetQueueAttributes', {
    QueueUrl,
    AttributeNames,
  })
  if (Attributes.QueueArn !== arn) return null
  const { queueUrls } = await ask<{ queueUrls: string[] }>('sqs', 'ListDeadLetterSourceQueues', { QueueUrl })
  return { isDeadLetterQueue: queueUrls.length > 0, visible: Number(Attributes.ApproximateNumberOfMessages) }
}
