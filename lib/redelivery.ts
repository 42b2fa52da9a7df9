import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { Backoff } from '../model/kinds.ts'
import { causeOf } from './causes.ts'

/** A message that was received and could not be worked through. */
export interface Failed {
  readonly receiptHandle: string
  /** Seconds from now until it comes again. */
  readonly afterSeconds: number
}

/** Gives failed messages back before their visibility ends, so that their queue's redrive counts them soon. */
export type Redeliver = (failed: readonly Failed[]) => Promise<void>

/** SQS takes ten messages in a call. */
const BATCH = 10
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
const MOST_SECONDS = 43_200

/** Redelivery by the visibility of messages in their queue. */
export function redelivery(sqs: SQSClient, queueUrl: string): Redeliver {
  return async (failed) => {
    for (let from = 0; from < failed.length; from += BATCH) {
      const Entries = failed.slice(from, from + BATCH).map((it, i) => ({
        Id: String(i),
        ReceiptHandle: it.receiptHandle,
        VisibilityTimeout: it.afterSeconds,
      }))
      await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }))
    }
  }
}

/** Seconds until a message comes again after its `receives`th attempt failed: none where no attempt will mend it. */
export const comesAgainAfter = (
  error: unknown,
  { firstSeconds, factor }: Backoff,
  receives: number,
): number =>
  causeOf(error) === 'item' ? 0 : Math.min(MOST_SECONDS, Math.round(firstSeconds * factor ** (receives - 1)))
