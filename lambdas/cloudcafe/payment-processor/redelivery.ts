import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { SQSRecord } from 'aws-lambda'

/** Sets when failed messages come again, in seconds from now; best effort: without it the queue's timeout holds. */
export type Redeliver = (
  records: readonly SQSRecord[],
  afterSeconds: (record: SQSRecord) => number,
) => Promise<void>

/** Redelivery by the visibility of messages in their queue. */
export function redelivery(sqs: SQSClient, queueUrl: string): Redeliver {
  return async (records, afterSeconds) => {
    if (records.length === 0) return
    const Entries = records.map((record, i) => ({
      Id: String(i),
      ReceiptHandle: record.receiptHandle,
      VisibilityTimeout: afterSeconds(record),
    }))
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }))
  }
}

const FIRST_SECONDS = 10
const FACTOR = 4

/** 10 s after the first attempt, 40 s after the second: three attempts outlast a provider's short outage. */
export const backoffSeconds = (receiveCount: number): number => FIRST_SECONDS * FACTOR ** (receiveCount - 1)
