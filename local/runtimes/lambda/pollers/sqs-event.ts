import type { Message } from '@aws-sdk/client-sqs'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'

/** Messages as the event that Lambda gives a function. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export const sqsEvent = (messages: readonly Message[], queueArn: string, region: string): SQSEvent => ({
  Records: messages.map((message) => ({
    messageId: message.MessageId!,
    receiptHandle: message.ReceiptHandle!,
    body: message.Body ?? '',
    attributes: { ...message.Attributes } as unknown as SQSRecord['attributes'],
    messageAttributes: attributesOf(message),
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  })),
})

const attributesOf = (message: Message): SQSRecord['messageAttributes'] =>
  Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, it]) => [
      name,
      {
        dataType: it.DataType ?? 'String',
        ...(it.StringValue === undefined ? {} : { stringValue: it.StringValue }),
        ...(it.BinaryValue ? { binaryValue: Buffer.from(it.BinaryValue).toString('base64') } : {}),
        stringListValues: [],
        binaryListValues: [],
      },
    ]),
  )

/**
 * The message ids that failed, by a function's answer to ReportBatchItemFailures; null where the whole batch did,
 * which is how AWS takes an answer it cannot read or an id it does not know.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedIds(payload: string, ids: readonly string[]): ReadonlySet<string> | null {
  let answer: Partial<SQSBatchResponse> | null
  try {
    answer = JSON.parse(payload) as Partial<SQSBatchResponse> | null
  } catch {
    return null
  }
  const items = answer?.batchItemFailures ?? []
  if (!Array.isArray(items)) return null
  const failed = items.map((item) => item?.itemIdentifier)
  return failed.every((id) => typeof id === 'string' && ids.includes(id)) ? new Set(failed) : null
}
