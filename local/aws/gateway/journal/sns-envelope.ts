import { createHash } from 'node:crypto'

export interface Publication {
  readonly id: string
  readonly topicArn: string
  readonly message: string
  readonly subject?: string
  readonly attributes: Attributes
  readonly groupId?: string
}
export type Attributes = Readonly<
  Record<string, { readonly DataType?: string; readonly StringValue?: string }>
>

/** The JSON that a queue gets of a publication, unless it asked for raw delivery. https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
export function envelopeOf({ id, topicArn, message, subject, attributes }: Publication, at: Date): string {
  const named = Object.entries(attributes).map(([name, { DataType, StringValue }]) => [
    name,
    { Type: DataType ?? 'String', Value: StringValue ?? '' },
  ])
  return JSON.stringify({
    Type: 'Notification',
    MessageId: id,
    TopicArn: topicArn,
    ...(subject ? { Subject: subject } : {}),
    Message: message,
    Timestamp: at.toISOString(),
    ...(named.length > 0 ? { MessageAttributes: Object.fromEntries(named) } : {}),
  })
}

/** SNS's id of a message that a topic delivered; undefined where the body is no envelope. */
export function envelopeId(body: string): string | undefined {
  if (!body.startsWith('{"Type":') && !body.startsWith('{"Type" :')) return undefined
  try {
    const { Type, MessageId } = JSON.parse(body) as { Type?: string; MessageId?: string }
    return Type === 'Notification' ? MessageId : undefined
  } catch {
    return undefined
  }
}

/** Stands for the id of a raw delivery, which carries none. */
export const rawId = (body: string): string => `raw-${createHash('sha256').update(body).digest('hex')}`
