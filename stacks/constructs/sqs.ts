import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue/index.js'
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy/index.js'
import { SqsQueueRedriveAllowPolicy } from '@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy/index.js'
import type { Sqs, System } from '../../model/kinds.ts'
import { queueArn, topicArn } from '../../model/names.ts'
import type { MessagingPlace } from '../messaging-place.ts'
import { onlyTls, policy, type Statement } from '../policy.ts'

/** A queue with its policy: TLS only, topics that feed it may send, dead letters come from its sources alone. */
export function sqs(id: string, it: Sqs, { stack, keyArn, queues }: MessagingPlace): void {
  const { system } = stack.site
  const arn = queueArn(system, it.queue)
  const queue = new SqsQueue(stack, id, {
    name: it.queue,
    visibilityTimeoutSeconds: it.visibilitySeconds,
    messageRetentionSeconds: it.retentionSeconds,
    receiveWaitTimeSeconds: it.waitSeconds,
    kmsMasterKeyId: keyArn,
    ...(it.fifo ? { fifoQueue: true, contentBasedDeduplication: it.fifo.contentBasedDeduplication } : {}),
    ...redrive(it, queues),
    tags: { ...it.tags },
  })
  queues.set(id, queue)
  const statements = [onlyTls('sqs:*', [arn]), ...fromTopics(system, id, arn)]
  new SqsQueuePolicy(stack, `${id}-policy`, { queueUrl: queue.url, policy: policy(statements) })
  const sources = sourcesOf(system, id)
  if (sources.length > 0)
    new SqsQueueRedriveAllowPolicy(stack, `${id}-sources`, {
      queueUrl: queue.url,
      redriveAllowPolicy: JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: sources }),
    })
}

function redrive(
  { redrive: it }: Sqs,
  queues: MessagingPlace['queues'],
): { readonly redrivePolicy?: string } {
  if (!it) return {}
  const deadLetterTargetArn = queues.get(it.to)!.arn
  return { redrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: it.maxReceives }) }
}

/** ARNs of the queues whose dead letters come here. */
const sourcesOf = (system: System, id: string): readonly string[] =>
  Object.values(system.resources).flatMap((it) =>
    it.kind === 'sqs' && it.redrive?.to === id ? [queueArn(system, it.queue)] : [],
  )

function fromTopics(system: System, id: string, arn: string): readonly Statement[] {
  const topics = Object.values(system.flows).flatMap((flow) => {
    const source = flow.kind === 'topic' && flow.to === id ? system.resources[flow.from] : undefined
    return source?.kind === 'sns' ? [topicArn(system, source.topic)] : []
  })
  if (topics.length === 0) return []
  return [
    {
      principals: { Service: 'sns.amazonaws.com' },
      actions: ['sqs:SendMessage'],
      resources: [arn],
      conditions: { ArnEquals: { 'aws:SourceArn': topics } },
    },
  ]
}
