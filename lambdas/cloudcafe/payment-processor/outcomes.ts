import { PublishBatchCommand, type SNSClient } from '@aws-sdk/client-sns'
import type { PaymentOutcome } from '../../../model/systems/cloudcafe/messages.ts'

/** Tells everybody who waits for outcomes; gives the order ids that could not be told. */
export type Publish = (outcomes: readonly PaymentOutcome[]) => Promise<ReadonlySet<string>>

/** Publishes to a topic, with the attribute that subscriptions filter on. A FIFO batch fits into one call: both are ten. */
export function outcomeTopic(sns: SNSClient, topicArn: string): Publish {
  return async (outcomes) => {
    if (outcomes.length === 0) return new Set()
    const command = new PublishBatchCommand({
      TopicArn: topicArn,
      PublishBatchRequestEntries: outcomes.map((it, i) => ({
        Id: String(i),
        Message: JSON.stringify(it),
        MessageAttributes: { outcome: { DataType: 'String', StringValue: it.outcome } },
      })),
    })
    const { Failed = [] } = await sns.send(command)
    return new Set(Failed.map((it) => outcomes[Number(it.Id)]!.order_id))
  }
}
