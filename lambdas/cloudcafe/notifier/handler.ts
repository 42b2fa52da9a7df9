import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { readEnv } from '../../../lib/env.ts'
import { logger } from '../../../lib/log.ts'
import { metrics } from '../../../lib/metrics.ts'
import { notificationOf } from './notification.ts'
import { recently } from './recently.ts'

const env = readEnv()
const log = logger(env)
const own = metrics({ Workload: env.workloadId })
const seen = recently(10_000)

/**
 * Tells customers how their payment ended. The e-mail and SMS provider is outside of CloudCafe: a notification is
 * sent when its log line is written. At least once is enough for one, so repeats are held back from memory only.
 */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const processor = new BatchProcessor(EventType.SQS)
  const response = await processPartialResponse(event, send, processor, {
    context,
    throwOnFullBatchFailure: false,
  })
  for (const failure of response.batchItemFailures) log.error({ failure }, 'notification failed')
  own.flush()
  return response
}

async function send(record: SQSRecord): Promise<void> {
  const notification = notificationOf(record.body)
  if (!seen(notification.order_id)) return
  log.info(notification, 'notification sent')
  own.put('CloudCafe/Notifications', 'NotificationsSent', 1, 'Count')
}
