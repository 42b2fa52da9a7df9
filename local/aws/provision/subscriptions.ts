import { SubscribeCommand } from '@aws-sdk/client-sns'
import type { System, TopicFlow } from '../../../model/kinds.ts'
import { queueArn, topicArn } from '../../../model/names.ts'
import type { Clients } from './clients.ts'

/** Subscribes a flow's queue to its topic, with SNS's envelope and the flow's filter. */
export async function subscribe(system: System, aws: Clients, id: string, flow: TopicFlow): Promise<void> {
  const topic = system.resources[flow.from]
  const queue = system.resources[flow.to]
  if (topic?.kind !== 'sns' || queue?.kind !== 'sqs')
    throw new Error(
      `flow '${id}' goes from '${flow.from}' to '${flow.to}': a topic flow joins a topic and a queue`,
    )
  await aws.sns.send(
    new SubscribeCommand({
      TopicArn: topicArn(system, topic.topic),
      Protocol: 'sqs',
      Endpoint: queueArn(system, queue.queue),
      ...(flow.filter ? { Attributes: { FilterPolicy: JSON.stringify(flow.filter) } } : {}),
    }),
  )
}
