import { randomUUID } from 'node:crypto'
import type { AwsRequest, AwsResponse, AwsService } from '../../types.ts'
import { AwsError } from '../wire/error.ts'
import { checkInput } from '../wire/input.ts'
import type { Protocol } from '../wire/protocol.ts'
import type { Alarms } from './alarms/alarms.ts'
import {
  describeAlarmHistory,
  describeAlarms,
  describeAlarmsForMetric,
  enableActions,
} from './operations/alarms.ts'
import type { Dashboards } from './operations/dashboards.ts'
import { getMetricData } from './operations/get-metric-data.ts'
import { getMetricStatistics } from './operations/get-metric-statistics.ts'
import { type Input, inputs, type Operation, type Output } from './operations/inputs.ts'
import { listMetrics } from './operations/list-metrics.ts'
import { putMetricData } from './operations/put-metric-data.ts'
import { listTags, tagResource, untagResource } from './operations/tags.ts'
import type { MetricStore } from './store/metrics.ts'
import { errors } from './wire/errors.ts'
import { protocolOf } from './wire/protocol.ts'

/** What the operations work on. */
export interface Parts {
  readonly store: MetricStore
  readonly alarms: Alarms
  readonly dashboards: Dashboards
  /** Milliseconds of the epoch. */
  readonly now: () => number
}
type Operations = { readonly [O in Operation]: (input: Input<O>) => Output }

const operationsOf = ({ store, alarms, dashboards, now }: Parts): Operations => ({
  PutMetricData: (input) => putMetricData(input, store, now()),
  GetMetricData: (input) => getMetricData(input, store),
  GetMetricStatistics: (input) => getMetricStatistics(input, store),
  ListMetrics: (input) => listMetrics(input, store),
  PutMetricAlarm: (input) => after(() => alarms.putMetric(input)),
  PutCompositeAlarm: (input) => after(() => alarms.putComposite(input)),
  DescribeAlarms: (input) => describeAlarms(input, alarms),
  DescribeAlarmsForMetric: (input) => describeAlarmsForMetric(input, alarms),
  DescribeAlarmHistory: (input) => describeAlarmHistory(input, alarms),
  SetAlarmState: (input) =>
    after(() => alarms.setState(input.AlarmName, input.StateValue, input.StateReason, input.StateReasonData)),
  EnableAlarmActions: (input) => enableActions(input.AlarmNames, true, alarms),
  DisableAlarmActions: (input) => enableActions(input.AlarmNames, false, alarms),
  DeleteAlarms: (input) => after(() => alarms.delete(input.AlarmNames)),
  ListTagsForResource: (input) => listTags(input, alarms),
  TagResource: (input) => tagResource(input, alarms),
  UntagResource: (input) => untagResource(input, alarms),
  PutDashboard: (input) => dashboards.put(input, now()),
  GetDashboard: (input) => dashboards.get(input),
  ListDashboards: (input) => dashboards.list(input),
  DeleteDashboards: (input) => dashboards.delete(input),
})
/** CloudWatch's oldest operations have a code of their own for what is invalid. */
const OLDEST: readonly string[] = ['PutMetricData', 'GetMetricStatistics', 'ListMetrics']
const problemsOf = (operation: string) => ({
  missing: errors.missing,
  invalid: OLDEST.includes(operation) ? errors.value : errors.validation,
})
const after = (work: () => void): Output => {
  work()
  return {}
}

/** CloudWatch's API over its three protocols; what a request cannot have is an error as AWS words it. */
export function cloudwatchService(parts: Parts): AwsService {
  const operations = operationsOf(parts)
  return {
    signingName: 'monitoring',
    operations: Object.keys(inputs),
    async handle(request) {
      const requestId = randomUUID()
      let protocol: Protocol | undefined
      try {
        const found = protocolOf(request)
        protocol = found.protocol
        return answer(operations, request, found, requestId)
      } catch (error) {
        const known =
          error instanceof AwsError ? error : errors.internal('The request failed inside CloudWatch')
        return (protocol ?? protocolOf(request).protocol).writeError(known, requestId)
      }
    },
  }
}

function answer(
  operations: Operations,
  request: AwsRequest,
  { protocol, operation }: ReturnType<typeof protocolOf>,
  requestId: string,
): AwsResponse {
  if (!Object.hasOwn(inputs, operation))
    throw errors.action(
      `There is no operation '${operation}' here: known are ${Object.keys(inputs).join(', ')}`,
    )
  const input = checkInput(inputs[operation as Operation], protocol.read(request), problemsOf(operation))
  const run = operations[operation as Operation] as (input: unknown) => Output
  return protocol.write(operation, run(input), requestId)
}
