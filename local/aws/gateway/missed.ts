import type { AwsRequest, AwsResponse } from '../../types.ts'
import { callOf } from './call.ts'
import { succeeded } from './journal/keeper.ts'
import { sqsInput, sqsOutput } from './journal/wire-sqs.ts'

/**
 * The call that gives back what a poll took for a caller who had gone meanwhile; null where nothing was taken. On AWS
 * a long poll ends with its connection; MiniStack's goes on, and its messages would be invisible until their timeout.
 */
export function givenBack(request: AwsRequest, response: AwsResponse): AwsRequest | null {
  const call = callOf(request)
  if (call.service !== 'sqs' || call.action !== 'ReceiveMessage' || !succeeded(response)) return null
  const { Messages = [] } = sqsOutput(call, response)
  if (Messages.length === 0) return null
  const Entries = Messages.map(({ ReceiptHandle }, n) => ({
    Id: String(n),
    ReceiptHandle,
    VisibilityTimeout: 0,
  }))
  return {
    method: 'POST',
    url: '/',
    headers: {
      ...request.headers,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.ChangeMessageVisibilityBatch',
    },
    body: Buffer.from(
      JSON.stringify({ QueueUrl: sqsInput(call).QueueUrl ?? request.url.split('?')[0], Entries }),
    ),
  }
}
