import type { Ask } from '../ministack.ts'
import { Unreachable } from '../upstream.ts'
import { chunksOf } from './chunks.ts'
import type { StreamsFold } from './fold-kinesis.ts'
import type { Playing } from './playing.ts'
import type { StreamRecord } from './records.ts'

/** AWS takes 500 records and 5 MiB in one PutRecords; 100 keep any of ours below that. */
const BATCH = 100

/** Puts every record again; gives each stream's pairs of last sequence number and new one, by record. */
export async function playStreams(streams: StreamsFold, { ask, lost }: Playing) {
  const played = streams.names().map(async (stream) => {
    const records = streams.records(stream)
    try {
      return { stream, records, numbers: await put(ask, stream, records) }
    } catch (error) {
      if (error instanceof Unreachable) throw error
      lost(`${records.length} records of stream '${stream}': ${(error as Error).message}`)
      return { stream, records: [], numbers: [] }
    }
  })
  return Promise.all(played)
}

async function put(ask: Ask, stream: string, records: readonly StreamRecord[]): Promise<string[]> {
  const numbers: string[] = []
  for (const some of chunksOf(records, BATCH)) {
    const { Records } = await ask<{ Records: { SequenceNumber: string }[] }>('kinesis', 'PutRecords', {
      StreamName: stream,
      Records: some.map(({ Data, PartitionKey, ExplicitHashKey }) => ({
        Data,
        PartitionKey,
        ExplicitHashKey,
      })),
    })
    numbers.push(...Records.map((it) => it.SequenceNumber))
  }
  return numbers
}
