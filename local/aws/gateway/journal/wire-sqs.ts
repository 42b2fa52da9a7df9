import { XMLParser } from 'fast-xml-parser'
import type { AwsResponse } from '../../../types.ts'
import { type Call, outputOf } from '../call.ts'

export interface SendEntry {
  readonly Id?: string
  readonly MessageBody: string
  readonly MessageAttributes?: unknown
  readonly MessageGroupId?: string
  readonly MessageDeduplicationId?: string
  readonly ReceiptHandle?: string
}
export interface Sent {
  readonly Id?: string
  readonly MessageId: string
  readonly SequenceNumber?: string
}
export interface Received {
  readonly MessageId: string
  readonly ReceiptHandle: string
  readonly Body: string
}
/** A message that MiniStack moved to another queue, where it is a new one. */
export interface Moved {
  /** Name of the queue that it is in now. */
  readonly Queue: string
  readonly MessageId: string
  readonly SequenceNumber?: string | null
  /** Its id before. */
  readonly Before: string
  readonly Body: string
}
export interface MoveAnswer {
  readonly Moved: readonly Moved[]
  /** Why the message after them cannot be moved. */
  readonly Failure: string | null
}
export interface SqsInput {
  readonly QueueUrl?: string
  readonly QueueName?: string
  readonly ReceiptHandle?: string
  readonly Entries?: readonly SendEntry[]
}
export interface SqsOutput {
  readonly MessageId?: string
  readonly SequenceNumber?: string
  readonly Successful?: readonly Sent[]
  readonly Messages?: readonly Received[]
}

/** Name of the queue that a call is for. */
export function queueName(call: Call, { QueueUrl, QueueName }: SqsInput): string {
  const url = QueueUrl ?? QueueName ?? call.request.url.split('?')[0]!
  return url.split('/').at(-1)!
}

/** Parameters of an SQS call as the JSON protocol names them, whichever protocol it came by. */
export function sqsInput(call: Call): SqsInput {
  const input = call.input()
  if (call.protocol !== 'query') return input
  const entries = input[`${call.action}RequestEntry`] as Record<string, unknown>[] | undefined
  return { ...withAttributes(input), ...(entries ? { Entries: entries.map(withAttributes) as never } : {}) }
}

function withAttributes(input: Readonly<Record<string, unknown>>) {
  const list = input.MessageAttribute as { Name: string; Value: unknown }[] | undefined
  if (!list) return input
  return { ...input, MessageAttributes: Object.fromEntries(list.map(({ Name, Value }) => [Name, Value])) }
}

const xml = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => name === 'Message' || name.endsWith('ResultEntry'),
})

/** What an SQS call was answered with, as the JSON protocol names it. */
export function sqsOutput(call: Call, response: AwsResponse): SqsOutput {
  if (call.protocol !== 'query') return outputOf(response)
  const parsed = xml.parse(response.body.toString()) as Record<
    string,
    Record<string, Record<string, unknown>>
  >
  const result = parsed[`${call.action}Response`]?.[`${call.action}Result`] ?? {}
  return {
    ...result,
    Successful: result[`${call.action}ResultEntry`] as Sent[],
    Messages: result.Message as Received[],
  } as SqsOutput
}
