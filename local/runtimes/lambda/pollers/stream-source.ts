/** One record of a stream, as its function's event carries it. */
export interface StreamRecord {
  readonly sequenceNumber: string
  /** When it came into the stream, in milliseconds. */
  readonly arrivedAt: number
  readonly event: object
}

/** A stream that Lambda polls: DynamoDB's or Kinesis's. */
export interface StreamSource {
  /** Names the stream in checkpoints: a new stream under the same name is another one. */
  readonly name: string
  /** Between two polls of a shard, unless the first gave a full batch. */
  readonly idleMs: number
  /** Shards that can be read now. */
  shards(): Promise<readonly string[]>
  /** Iterator after that sequence number; from the start where it is null or no longer known. */
  iterator(shard: string, after: string | null): Promise<string>
  records(
    iterator: string,
    limit: number,
    shard: string,
  ): Promise<{ readonly records: readonly StreamRecord[]; readonly next: string | null }>
}
