import type { AwsResponse } from '../../types.ts'
import type { Call } from './call.ts'
import { answerOf, queueName, type Refused, type SqsInput, type SqsOutput } from './journal/wire-sqs.ts'
import { written } from './models.ts'

const UNKNOWN = 'ReceiptHandleIsInvalid'

/**
 * The answer to a deletion as AWS gives it: a message that is gone was deleted, if the handle is one that was given
 * out. MiniStack takes such a handle for an invalid one. The journal has seen the refusal, and notes no deletion.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
 */
export function forgiven(call: Call, response: AwsResponse): AwsResponse {
  if (call.service !== 'sqs' || !call.action.startsWith('DeleteMessage')) return response
  const text = response.body.toString()
  if (!text.includes(UNKNOWN)) return response
  const { ReceiptHandle, Entries }: SqsInput = call.input()
  const wasGivenOut = (handle = '') => handleNames(handle, queueName(call))
  if (!Entries) return wasGivenOut(ReceiptHandle) ? written(call, {}) : response
  const gone = new Set(Entries.flatMap((it) => (wasGivenOut(it.ReceiptHandle) ? (it.Id ?? []) : [])))
  const { Successful = [], Failed = [] } = answerOf<SqsOutput>(call, response)
  const isGone = (it: Refused) => it.Code === UNKNOWN && gone.has(it.Id)
  const done = Failed.filter(isGone).map(({ Id }) => ({ Id }))
  return written(call, { Successful: [...Successful, ...done], Failed: Failed.filter((it) => !isGone(it)) })
}

/** A handle is the base64 of its own id, its queue's ARN and its message's id. */
const handleNames = (handle: string, queue: string): boolean =>
  Buffer.from(handle, 'base64').toString().split(' ')[1]?.split(':').at(-1) === queue
