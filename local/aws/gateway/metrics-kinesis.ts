import type { AwsResponse, MetricSink } from '../../types.ts'
import { type Call, outputOf } from './call.ts'
import { streamName } from './journal/keeper-kinesis.ts'

const NAMESPACE = 'AWS/Kinesis'
/** Iterators whose stream is remembered; they live for five minutes on AWS. */
const MOST_ITERATORS = 10_000

interface Records {
  readonly ShardIterator?: string
  readonly NextShardIterator?: string
  readonly MillisBehindLatest?: number
  readonly Data?: string
  readonly Records?: readonly { readonly Data?: string; readonly ErrorCode?: string }[]
}

/** Calls of Kinesis. https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html */
export function kinesisMetrics(metrics: MetricSink) {
  const streamOf = new Map<string, string>()
  function remember(iterator: string | undefined, stream: string) {
    if (!iterator) return
    streamOf.set(iterator, stream)
    if (streamOf.size > MOST_ITERATORS) streamOf.delete(streamOf.keys().next().value!)
  }

  function put(call: Call, output: Records, StreamName: string) {
    const { Records, Data } = call.input() as Records
    const all = Records ?? [{ Data: Data ?? '' }]
    const bytes = all.reduce((sum, it) => sum + Buffer.byteLength(it.Data ?? '', 'base64'), 0)
    const refused = output.Records?.filter((it) => it.ErrorCode).length ?? 0
    metrics.put(NAMESPACE, 'IncomingRecords', { StreamName }, all.length - refused, 'Count')
    metrics.put(NAMESPACE, 'IncomingBytes', { StreamName }, bytes, 'Bytes')
    metrics.put(NAMESPACE, 'WriteProvisionedThroughputExceeded', { StreamName }, refused, 'Count')
  }

  return {
    observe(call: Call, response: AwsResponse) {
      const output = outputOf(response) as Records & { readonly __type?: string }
      const { ShardIterator = '' } = call.input() as Records
      const StreamName = streamOf.get(ShardIterator) ?? streamName(call)
      if (response.status >= 300) {
        if (call.action.startsWith('PutRecord') && output.__type?.includes('ProvisionedThroughputExceeded'))
          metrics.put(NAMESPACE, 'WriteProvisionedThroughputExceeded', { StreamName }, 1, 'Count')
        return
      }
      if (call.action.startsWith('PutRecord')) put(call, output, StreamName)
      if (call.action === 'GetShardIterator') remember(output.ShardIterator, StreamName)
      if (call.action !== 'GetRecords') return
      streamOf.delete(ShardIterator)
      remember(output.NextShardIterator, StreamName)
      const age = output.MillisBehindLatest ?? 0
      metrics.put(NAMESPACE, 'GetRecords.IteratorAgeMilliseconds', { StreamName }, age, 'Milliseconds')
    },
  }
}
