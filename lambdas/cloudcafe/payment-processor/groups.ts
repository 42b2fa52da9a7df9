import { processPartialResponse, SqsFifoPartialProcessorAsync } from '@aws-lambda-powertools/batch'
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda'

/** Works a FIFO batch through: message groups side by side, each in order and stopping at its first failure. */
export async function eachGroup(
  event: SQSEvent,
  context: Context,
  handle: (record: SQSRecord) => Promise<void>,
): Promise<ReadonlySet<string>> {
  const groups = Map.groupBy(event.Records, (record) => record.attributes.MessageGroupId)
  const responses = await Promise.all(
    [...groups.values()].map((Records) =>
      processPartialResponse({ Records }, handle, new SqsFifoPartialProcessorAsync(), {
        context,
        throwOnFullBatchFailure: false,
      }),
    ),
  )
  return new Set(responses.flatMap((it) => it.batchItemFailures.map((failure) => failure.itemIdentifier)))
}

/** The failed records and all that follow one in its group: they must not overtake it. */
export function withFollowers(records: readonly SQSRecord[], failed: ReadonlySet<string>): SQSRecord[] {
  const stopped = new Set<string | undefined>()
  return records.filter((record) => {
    const group = record.attributes.MessageGroupId
    if (failed.has(record.messageId)) stopped.add(group)
    return stopped.has(group)
  })
}
