import type { AwsResponse } from '../../types.ts'
import type { Call } from './call.ts'
import { queueName, sqsInput } from './journal/wire-sqs.ts'

const UNKNOWN = 'ReceiptHandleIsInvalid'
interface Entry {
  readonly Id?: string
  readonly ReceiptHandle?: string
}
type Failed = readonly { readonly Id: string; readonly Code: string }[]

/**
 * The answer to a deletion as AWS gives it: a message that is gone was deleted, if the handle is one that was given
 * out. MiniStack takes such a handle for an invalid one. The journal has seen the refusal, and notes no deletion.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
 */
export function forgiven(call: Call, response: AwsResponse): AwsResponse {
  if (call.service !== 'sqs' || !call.action.startsWith('DeleteMessage')) return response
  const text = response.body.toString()
  if (!text.includes(UNKNOWN)) return response
  const input = sqsInput(call)
  const wasGivenOut = (handle = '') => handleNames(handle, queueName(call, input))
  if (!input.Entries) return wasGivenOut(input.ReceiptHandle) ? deleted(call, response) : response
  const gone = new Set(
    (input.Entries as readonly Entry[]).flatMap((it) => (wasGivenOut(it.ReceiptHandle) ? (it.Id ?? []) : [])),
  )
  return { ...response, body: call.protocol === 'query' ? inXml(text, gone) : inJson(text, gone) }
}

/** A handle is the base64 of its own id, its queue's ARN and its message's id. */
const handleNames = (handle: string, queue: string): boolean =>
  Buffer.from(handle, 'base64').toString().split(' ')[1]?.split(':').at(-1) === queue

function deleted(call: Call, { headers }: AwsResponse): AwsResponse {
  const { 'content-type': type = 'application/x-amz-json-1.0', 'x-amzn-requestid': id = '' } = headers ?? {}
  const xml = `<DeleteMessageResponse><ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></DeleteMessageResponse>`
  const kept = { 'content-type': type, 'x-amzn-requestid': id }
  return { status: 200, headers: kept, body: call.protocol === 'query' ? xml : '{}' }
}

function inJson(text: string, gone: ReadonlySet<string>): string {
  const { Successful, Failed } = JSON.parse(text) as { Successful: readonly unknown[]; Failed: Failed }
  const isGone = (it: Failed[number]) => it.Code === UNKNOWN && gone.has(it.Id)
  const done = Failed.filter(isGone).map(({ Id }) => ({ Id }))
  return JSON.stringify({ Successful: [...Successful, ...done], Failed: Failed.filter((it) => !isGone(it)) })
}

const inXml = (text: string, gone: ReadonlySet<string>): string =>
  text.replace(/<BatchResultErrorEntry>.*?<\/BatchResultErrorEntry>/gs, (entry) => {
    const id = /<Id>(.*?)<\/Id>/.exec(entry)?.[1] ?? ''
    return entry.includes(UNKNOWN) && gone.has(id)
      ? `<DeleteMessageBatchResultEntry><Id>${id}</Id></DeleteMessageBatchResultEntry>`
      : entry
  })
