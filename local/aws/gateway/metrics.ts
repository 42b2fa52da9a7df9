import type { AwsResponse, Context } from '../../types.ts'
import type { Call } from './call.ts'
import { observeDynamoDb } from './metrics-dynamodb.ts'
import { kinesisMetrics } from './metrics-kinesis.ts'
import { observeSns, observeSqs, sqsPoll } from './metrics-sqs.ts'
import { asker } from './ministack.ts'
import type { Send } from './upstream.ts'

/** AWS publishes queue metrics each minute; here often enough for the shortest period of a scaled alarm. */
const POLL_MS = 5_000

/** Puts the metrics that AWS has of DynamoDB, Kinesis, SQS and SNS, under AWS's names and dimensions. */
export function metricsOf(
  ctx: Context,
  { send, oldest }: { readonly send: Send; readonly oldest: (queue: string) => number | undefined },
) {
  const kinesis = kinesisMetrics(ctx.metrics)
  const poll = sqsPoll(ctx.metrics, asker(ctx.system, send), oldest)
  let timer: NodeJS.Timeout | undefined
  return {
    /** `ms` is how long the caller waited. */
    observe(call: Call, response: AwsResponse, ms: number) {
      if (call.service === 'dynamodb') observeDynamoDb(ctx.metrics, call, response, ms)
      else if (call.service === 'kinesis') kinesis.observe(call, response)
      else if (call.service === 'sqs') observeSqs(ctx.metrics, call, response)
      else if (call.service === 'sns') observeSns(ctx.metrics, call, response)
    },
    start() {
      // a MiniStack that is away is polled again next time
      timer = setInterval(() => poll().catch(() => undefined), POLL_MS)
    },
    stop: () => clearInterval(timer),
  }
}
