import type { AwsResponse } from '../../../types.ts'
import { readXml } from '../../wire/xml.ts'
import { type Call, outputOf } from '../call.ts'
import { schemasOf } from '../models.ts'

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
/** An entry of a batch that was not taken. */
export interface Refused {
  readonly Id: string
  readonly Code: string
}
export interface SqsOutput {
  readonly MessageId?: string
  readonly SequenceNumber?: string
  readonly Successful?: readonly Sent[]
  readonly Failed?: readonly Refused[]
  readonly Messages?: readonly Received[]
}

/** Name of the queue that a call is for. */
export function queueName(call: Call): string {
  const { QueueUrl, QueueName }: SqsInput = call.input()
  const url = QueueUrl ?? QueueName ?? call.request.url.split('?')[0]!
  return url.split('/').at(-1)!
}

/** What a call of SQS or SNS was answered with, as the JSON protocol names it. */
export function answerOf<T>(call: Call, response: AwsResponse): T {
  const schemas = schemasOf(call)
  const isXml = call.protocol === 'query' && schemas
  return (isXml ? readXml(schemas.output, response.body, `${schemas.name}Result`) : outputOf(response)) as T
}
