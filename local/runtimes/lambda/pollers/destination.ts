import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { Context } from '../../../types.ts'
import type { StreamPollerParts } from './stream-poller.ts'

export interface DestinationParts {
  readonly flowId: string
  readonly functionArn: string
  readonly streamArn: string
  /** Whether the stream is Kinesis's or a table's. */
  readonly source: 'kinesis' | 'dynamodb'
  readonly queueUrl: string
  readonly sqs: SQSClient
  readonly say: Context['say']
}

/**
 * Tells a queue where records lie that Lambda has given up, in the document that Lambda sends: it has their place, not
 * what they say. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export function onFailure(it: DestinationParts): StreamPollerParts['setAside'] {
  return async (shardId, records, condition, approximateInvokeCount) => {
    const [first, last] = [records[0]!, records.at(-1)!]
    const batch = {
      shardId,
      startSequenceNumber: first.sequenceNumber,
      endSequenceNumber: last.sequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first.arrivedAt).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.arrivedAt).toISOString(),
      batchSize: records.length,
      streamArn: it.streamArn,
    }
    const document = {
      requestContext: { functionArn: it.functionArn, condition, approximateInvokeCount },
      version: '1.0',
      timestamp: new Date().toISOString(),
      [it.source === 'kinesis' ? 'KinesisBatchInfo' : 'DDBStreamBatchInfo']: batch,
    }
    await it.sqs.send(
      new SendMessageCommand({ QueueUrl: it.queueUrl, MessageBody: JSON.stringify(document) }),
    )
    it.say({ part: it.flowId, what: 'records set aside', detail: { condition, ...batch } })
  }
}
