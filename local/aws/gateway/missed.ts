import type { AwsRequest, AwsResponse } from '../../types.ts'
import { type Call, callOf } from './call.ts'
import { succeeded } from './journal/keeper.ts'
import { answerOf, type SqsInput, type SqsOutput } from './journal/wire-sqs.ts'

/** A call that waits without effect, and ends with its caller. */
export const isPoll = ({ service, action }: Pick<Call, 'service' | 'action'>): boolean =>
  service === 'sqs' && action === 'ReceiveMessage'

/**
 * The call that gives back what a poll took in the moment in which its caller went; null where nothing was taken. The
 * messages would be invisible until their timeout.
 */
export function givenBack(request: AwsRequest, response: AwsResponse): AwsRequest | null {
  const call = callOf(request)
  if (!isPoll(call) || !succeeded(response)) return null
  const { Messages = [] } = answerOf<SqsOutput>(call, response)
  if (Messages.length === 0) return null
  const Entries = Messages.map(({ ReceiptHandle }, n) => ({
    Id: String(n),
    ReceiptHandle,
    VisibilityTimeout: 0,
  }))
  const { gone: _, ...rest } = request
  return {
    ...rest,
    method: 'POST',
    url: '/',
    headers: {
      ...request.headers,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.ChangeMessageVisibilityBatch',
    },
    body: Buffer.from(
      JSON.stringify({ QueueUrl: (call.input() as SqsInput).QueueUrl ?? request.url.split('?')[0], Entries }),
    ),
  }
}
