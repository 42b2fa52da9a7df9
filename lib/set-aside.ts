import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { Logger } from './log.ts'

/** A record of a stream that no attempt will mend, and where it lies. */
export interface Aside {
  /** The stream, or one of its shards. */
  readonly source: string
  readonly sequenceNumber: string
  readonly why: unknown
  readonly data: string
}

/** Takes records out of their stream's way: resolves when the queue of the flow's `onFailure` knows where they lie. */
export type SetAside = (records: readonly Aside[]) => Promise<void>

/** SQS takes ten messages in a call, of 256 KB together. */
const BATCH = 10
const MOST_DATA = 2000

/** Sets records of a flow aside into a queue. */
export function setAside(sqs: SQSClient, queueUrl: string, flow: string, log: Logger): SetAside {
  return async (records) => {
    for (let from = 0; from < records.length; from += BATCH) {
      const some = records.slice(from, from + BATCH)
      const Entries = some.map((it, i) => ({ Id: String(i), MessageBody: documentOf(flow, it) }))
      const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
      if (Failed.length > 0)
        throw new Error(`${Failed.length} records could not be set aside: ${Failed[0]?.Message}`)
      for (const { why, source, sequenceNumber } of some)
        log.error({ err: why, flow, source, sequence_number: sequenceNumber }, 'a record was set aside')
    }
  }
}

const documentOf = (flow: string, { source, sequenceNumber, why, data }: Aside) =>
  JSON.stringify({
    flow,
    source,
    sequence_number: sequenceNumber,
    why: why instanceof Error ? why.message : String(why),
    data: data.slice(0, MOST_DATA),
  })
