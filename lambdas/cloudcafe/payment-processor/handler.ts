import { SNSClient } from '@aws-sdk/client-sns'
import { SSMClient } from '@aws-sdk/client-ssm'
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { readEnv } from '../../../lib/env.ts'
import { logger } from '../../../lib/log.ts'
import { metrics } from '../../../lib/metrics.ts'
import { redelivery } from '../../../lib/redelivery.ts'
import { dynamodb, sqs } from '../../../lib/stores/aws.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { apiKey } from './api-key.ts'
import { isStress, type StressEvent, validateFraud } from './fraud-validation.ts'
import { outcomeTopic } from './outcomes.ts'
import { type ProcessorParts, processPayments } from './processor.ts'
import { paymentProvider } from './provider.ts'
import { transactionLog } from './transactions.ts'

const env = readEnv(cloudcafe)
const own = metrics({ Workload: env.workloadId })
const parts: ProcessorParts = {
  charge: paymentProvider(
    env.of('PAYMENTS_URL'),
    apiKey(new SSMClient({}), env.of('PAYMENTS_API_KEY_PARAMETER')),
  ),
  record: transactionLog(dynamodb(), env.of('PAYMENT_TRANSACTIONS_TABLE')),
  publish: outcomeTopic(new SNSClient({}), env.of('PAYMENT_OUTCOMES_TOPIC_ARN')),
  redeliver: redelivery(sqs(), env.of('PAYMENT_PROCESSING_QUEUE_URL')),
  log: logger(env),
  charged: (ms) => own.put('CloudCafe/Payments', 'PaymentDuration', ms, 'Milliseconds'),
}

/** Milliseconds from the start of the process until the handler was loaded; null once it has been told. */
let coldStartMs: number | null = performance.now()

/** Takes a batch of requested payments; or a stress event, which pays nothing. */
export async function handler(
  event: SQSEvent | StressEvent,
  context: Context,
): Promise<SQSBatchResponse | ReturnType<typeof validateFraud>> {
  if (coldStartMs !== null) own.put('CloudCafe/Payments', 'ColdStartDuration', coldStartMs, 'Milliseconds')
  coldStartMs = null
  try {
    return isStress(event)
      ? validateFraud(event, env.stressToken)
      : await processPayments(parts, event, context)
  } finally {
    // the environment is frozen after the answer: what waits in it would be late or lost
    own.flush()
  }
}
