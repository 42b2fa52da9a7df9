/** An edge with settings of its own; it has an id and can be a fault's target. */
export interface QueueFlow {
  readonly kind: 'queue'
  readonly from: string
  readonly to: string
  readonly batchSize: number
  /** Not allowed by AWS on FIFO sources. */
  readonly windowSeconds?: number
  readonly partialFailures: boolean
  /** When a message comes again whose attempt failed; one that nothing mends comes again at once. */
  readonly backoff: Backoff
}
/** A wait that grows: the first in seconds, and how many times as long each further one is. Never scaled. */
export interface Backoff {
  readonly firstSeconds: number
  readonly factor: number
}
export interface StreamFlow {
  readonly kind: 'stream'
  readonly from: string
  readonly to: string
  readonly batchSize: number
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST'
  readonly windowSeconds?: number
  /** After an error of the function, halve the batch and try the halves. */
  readonly bisectOnError?: boolean
  /** Records older than this are dropped rather than tried again; never scaled. */
  readonly maximumAgeSeconds?: number
  /** How often records that fail are tried again before they are set aside, so that the shard moves on. */
  readonly retries: number
  /** Id of the queue that is told which records were set aside, and where they lie. */
  readonly onFailure: string
}
export interface TopicFlow {
  readonly kind: 'topic'
  readonly from: string
  readonly to: string
  readonly filter?: Readonly<Record<string, readonly string[]>>
}
export type Flow = QueueFlow | StreamFlow | TopicFlow
