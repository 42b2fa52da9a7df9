import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic/index.js'
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy/index.js'
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription/index.js'
import type { Sns } from '../../model/kinds.ts'
import type { MessagingPlace } from '../messaging-place.ts'
import { onlyTls, policy } from '../policy.ts'

/** A topic that publishers reach by their own rights and over TLS, with a subscription for each flow from it. */
export function sns(id: string, it: Sns, place: MessagingPlace): void {
  const { stack, keyArn } = place
  const topic = new SnsTopic(stack, id, { name: it.topic, kmsMasterKeyId: keyArn, tags: { ...it.tags } })
  new SnsTopicPolicy(stack, `${id}-policy`, {
    arn: topic.arn,
    policy: policy([onlyTls('sns:Publish', [topic.arn])]),
  })
  subscriptions(place, id, topic.arn)
}

function subscriptions({ stack, queues }: MessagingPlace, id: string, topicArn: string): void {
  for (const [flowId, flow] of Object.entries(stack.site.system.flows)) {
    if (flow.kind !== 'topic' || flow.from !== id) continue
    new SnsTopicSubscription(stack, flowId, {
      topicArn,
      protocol: 'sqs',
      endpoint: queues.get(flow.to)!.arn,
      ...(flow.filter ? { filterPolicy: JSON.stringify(flow.filter) } : {}),
    })
  }
}
