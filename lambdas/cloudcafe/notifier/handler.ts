import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { readEnv } from '../../../lib/env.ts'
import { logger } from '../../../lib/log.ts'
import { messageReader } from '../../../lib/messages.ts'
import { metrics } from '../../../lib/metrics.ts'
import { comesAgainAfter, redelivery } from '../../../lib/redelivery.ts'
import { sqs } from '../../../lib/stores/aws.ts'
import { flows } from '../../../model/systems/cloudcafe/flows.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { PaymentOutcome } from '../../../model/systems/cloudcafe/messages.ts'
import { notificationOf } from './notification.ts'
import { recently } from './recently.ts'

const env = readEnv(cloudcafe)
const log = logger(env)
const own = metrics({ Workload: env.workloadId })
const seen = recently(10_000)
const read = messageReader(PaymentOutcome)
const redeliver = redelivery(sqs(), env.of('NOTIFICATION_QUEUE_URL'))

/**
 * Tells customers how their payment ended. The e-mail and SMS provider is outside of CloudCafe: a notification is
 * sent when its log line is written. At least once is enough for one, so repeats are held back from memory only.
 */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const failures = new Map<SQSRecord, unknown>()
  const notify = async (record: SQSRecord) => {
    try {
      send(record)
    } catch (err) {
      failures.set(record, err)
      throw err
    }
  }
  const response = await processPartialResponse(event, notify, new BatchProcessor(EventType.SQS), {
    context,
    throwOnFullBatchFailure: false,
  })
  await comeAgain(failures)
  own.flush()
  return response
}

function send(record: SQSRecord): void {
  const notification = notificationOf(read(record.body))
  if (!seen(notification.order_id)) return
  log.info(notification, 'notification sent')
  own.put('CloudCafe/Notifications', 'NotificationsSent', 1, 'Count')
}

async function comeAgain(failures: ReadonlyMap<SQSRecord, unknown>): Promise<void> {
  const { backoff } = flows['notifications-in']
  const again = [...failures].map(([{ messageId, receiptHandle, attributes }, err]) => {
    log.error({ err, message_id: messageId }, 'notification failed')
    const receives = Number(attributes.ApproximateReceiveCount)
    return { receiptHandle, afterSeconds: comesAgainAfter(err, backoff, receives) }
  })
  await redeliver(again).catch((err: unknown) => log.warn({ err }, 'redelivery could not be set'))
}
