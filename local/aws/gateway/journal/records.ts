/** An attribute map of DynamoDB as the JSON protocol writes it. */
export type Attributes = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** What stands under a key of a table after a write; `item` is null where it was deleted. */
export interface Image {
  readonly table: string
  readonly key: Attributes
  readonly item: Attributes | null
}
/** A message of a queue that nobody has deleted; `id` is SQS's, or SNS's where a topic delivered it. */
export interface Message {
  readonly id: string
  readonly body: string
  /** Milliseconds since 1970. */
  readonly sentAt: number
  readonly attributes?: unknown
  readonly groupId?: string
  readonly dedupId?: string
  /** Order within a FIFO queue; it goes on through every start of MiniStack. */
  readonly sequence?: string
  readonly receives?: number
  /** The queue that a message of a dead-letter queue comes from. */
  readonly source?: string
}
/** The redrive of a dead-letter queue; queues are ARNs. */
export interface MoveTask {
  readonly id: string
  readonly source: string
  /** Where all messages go; undefined where each goes back to where it came from. */
  readonly destination?: string
  /** Messages a second at most. */
  readonly rate?: number
  /** Messages that there were at the start. */
  readonly toMove: number
  readonly moved: number
  readonly status: 'RUNNING' | 'CANCELLING' | 'CANCELLED' | 'COMPLETED' | 'FAILED'
  readonly failure?: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
}
export interface StreamRecord {
  readonly Data: string
  readonly PartitionKey: string
  readonly number: string
  readonly shard: string
  /** Milliseconds since 1970. */
  readonly at: number
}
/** A call that made, changed or deleted a resource, to be sent again as it came. */
export interface Control {
  readonly kind: 'control'
  readonly service: string
  readonly action: string
  /** Name of the table, stream, queue, topic, secret or parameter. */
  readonly resource: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** As base64. */
  readonly body: string
  /** ARN that a Subscribe was answered with. */
  readonly subscription?: string
}

/** One line of the journal: a call that MiniStack has carried out. */
export type Entry =
  | Control
  /** Writes whose outcome the request itself says. */
  | { readonly kind: 'images'; readonly images: readonly Image[] }
  /** A write whose outcome depends on what was there, as the request that it was. */
  | {
      readonly kind: 'update'
      readonly action: string
      readonly input: unknown
      readonly keys: readonly Omit<Image, 'item'>[]
    }
  /** What stands under every key that an `update` has touched: those before it need not be done again. */
  | { readonly kind: 'settled'; readonly images: readonly Image[] }
  /** All of a table, after a PartiQL write. */
  | { readonly kind: 'table'; readonly table: string; readonly images: readonly Image[] }
  | { readonly kind: 'sent'; readonly queues: readonly string[]; readonly messages: readonly Message[] }
  | {
      readonly kind: 'received'
      readonly queue: string
      readonly messages: readonly { readonly id: string; readonly receives: number }[]
    }
  | {
      readonly kind: 'moved'
      readonly from: string
      readonly to: string
      readonly id: string
      /** Where the move was a redrive, which makes the message a new one. */
      readonly redriven?: { readonly at: number; readonly sequence?: string }
    }
  | { readonly kind: 'move-task'; readonly task: MoveTask }
  | { readonly kind: 'deleted'; readonly queue: string; readonly ids: readonly string[] }
  | { readonly kind: 'purged'; readonly queue: string }
  | { readonly kind: 'records'; readonly stream: string; readonly records: readonly StreamRecord[] }
  /** A stream was deleted: its records before this are gone. */
  | { readonly kind: 'dropped'; readonly stream: string }
