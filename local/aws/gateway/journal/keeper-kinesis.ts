import type { AwsResponse } from '../../../types.ts'
import { type Call, outputOf } from '../call.ts'
import { type Forward, type Keeping, succeeded } from './keeper.ts'
import type { StreamRecord } from './records.ts'

interface Put {
  readonly Data: string
  readonly PartitionKey: string
  readonly ExplicitHashKey?: string
}
interface Result {
  readonly SequenceNumber?: string
}

/** Name of a stream from a call's StreamName or StreamARN. */
export function streamName(call: Call): string {
  const { StreamName, StreamARN } = call.input() as { StreamName?: string; StreamARN?: string }
  return StreamName ?? StreamARN?.split('/')[1] ?? ''
}

/** Keeps the records of streams with the sequence numbers that they were given. */
export function kinesisKeeper({ append }: Pick<Keeping, 'append'>) {
  /** Sequence numbers of before a playback → MiniStack's of now. */
  let renumbered = new Map<string, string>()

  function recordsOf(call: Call, response: AwsResponse): readonly StreamRecord[] {
    const at = Date.now()
    const input = call.input() as unknown as Put & { readonly Records?: readonly Put[] }
    const output = outputOf(response) as Result & { readonly Records?: readonly Result[] }
    const results = output.Records ?? [output]
    const puts = input.Records ?? [input]
    return puts.flatMap(({ Data, PartitionKey, ExplicitHashKey }, index) => {
      const number = results[index]?.SequenceNumber
      const record = { Data, PartitionKey, ...(ExplicitHashKey ? { ExplicitHashKey } : {}) }
      return number ? [{ ...record, numbers: [number], at }] : []
    })
  }

  return {
    async handle(call: Call, forward: Forward): Promise<AwsResponse> {
      const response = await forward()
      if (!succeeded(response)) return response
      await append({ kind: 'records', stream: streamName(call), records: recordsOf(call, response) })
      return response
    },
    /** Sequence number that MiniStack knows a record by, from one that a consumer has in its checkpoint. */
    current: (number: string): string => renumbered.get(number) ?? number,
    resume(numbers: Map<string, string>) {
      renumbered = numbers
    },
  }
}
export type KinesisKeeper = ReturnType<typeof kinesisKeeper>
