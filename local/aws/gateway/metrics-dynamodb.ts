import type { AwsResponse, MetricSink } from '../../types.ts'
import { type Call, type Input, outputOf } from './call.ts'
import { consumedUnits } from './capacity.ts'
import { resourcesOf } from './resource.ts'

const NAMESPACE = 'AWS/DynamoDB'
const THROTTLES = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
])

/** One call of DynamoDB. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
export function observeDynamoDb(metrics: MetricSink, call: Call, response: AwsResponse, ms: number): void {
  const output = outputOf(response)
  const tables = resourcesOf(call)
  if (response.status < 300) {
    for (const TableName of tables) {
      const dimensions = { TableName, Operation: call.action }
      metrics.put(NAMESPACE, 'SuccessfulRequestLatency', dimensions, ms, 'Milliseconds')
      const { read, write } = consumedUnits(call.action, TableName, call.input(), output)
      if (read > 0) metrics.put(NAMESPACE, 'ConsumedReadCapacityUnits', { TableName }, read, 'Count')
      if (write > 0) metrics.put(NAMESPACE, 'ConsumedWriteCapacityUnits', { TableName }, write, 'Count')
    }
  } else if (response.status < 500) observeRefusal(metrics, call.action, tables, output)
}

function observeRefusal(metrics: MetricSink, Operation: string, tables: readonly string[], output: Input) {
  const code = String(output.__type).split('#').at(-1)!
  const reasons = (output.CancellationReasons ?? []) as readonly { readonly Code?: string }[]
  const conditional =
    code === 'ConditionalCheckFailedException' || reasons.some((it) => it.Code === 'ConditionalCheckFailed')
  if (conditional)
    for (const TableName of tables)
      metrics.put(NAMESPACE, 'ConditionalCheckFailedRequests', { TableName }, 1, 'Count')
  else if (THROTTLES.has(code)) {
    for (const TableName of tables)
      metrics.put(NAMESPACE, 'ThrottledRequests', { TableName, Operation }, 1, 'Count')
    // CloudWatch has a search for the sum over tables; the alarm needs one metric
    metrics.put(NAMESPACE, 'ThrottledRequests', {}, 1, 'Count')
  } else metrics.put(NAMESPACE, 'UserErrors', {}, 1, 'Count')
}
