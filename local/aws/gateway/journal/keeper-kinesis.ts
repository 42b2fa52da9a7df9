import type { AwsResponse } from '../../../types.ts'
import { type Call, outputOf } from '../call.ts'
import { type Forward, type Keeping, succeeded } from './keeper.ts'
import type { StreamRecord } from './records.ts'

interface Put {
  readonly Data: string
  readonly PartitionKey: string
}
interface Result {
  readonly SequenceNumber?: string
  readonly ShardId?: string
}

/** Name of a stream from a call's StreamName or StreamARN. */
export function streamName(call: Call): string {
  const { StreamName, StreamARN } = call.input() as { StreamName?: string; StreamARN?: string }
  return StreamName ?? StreamARN?.split('/')[1] ?? ''
}

/** Keeps the records of streams with the shards and sequence numbers that they were given. */
export function kinesisKeeper({ append }: Pick<Keeping, 'append'>) {
  function recordsOf(call: Call, response: AwsResponse): readonly StreamRecord[] {
    const at = Date.now()
    const input = call.input() as unknown as Put & { readonly Records?: readonly Put[] }
    const output = outputOf(response) as Result & { readonly Records?: readonly Result[] }
    const results = output.Records ?? [output]
    const puts = input.Records ?? [input]
    return puts.flatMap(({ Data, PartitionKey }, index) => {
      const { SequenceNumber: number, ShardId: shard } = results[index] ?? {}
      return number && shard ? [{ Data, PartitionKey, number, shard, at }] : []
    })
  }

  return {
    async handle(call: Call, forward: Forward): Promise<AwsResponse> {
      const response = await forward()
      if (!succeeded(response)) return response
      await append({ kind: 'records', stream: streamName(call), records: recordsOf(call, response) })
      return response
    },
  }
}
export type KinesisKeeper = ReturnType<typeof kinesisKeeper>
