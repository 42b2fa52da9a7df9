import type { AwsService } from '../../types.ts'
import { checkInput } from '../wire/input.ts'
import { awsService, type Operation as Served } from '../wire/service.ts'
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

/** What the operations work on. */
export interface CloudWatchParts {
  readonly store: MetricStore
  readonly alarms: Alarms
  readonly dashboards: Dashboards
  /** Milliseconds of the epoch. */
  readonly now: () => number
}
type Operations = { readonly [O in Operation]: (input: Input<O>) => Output }

const operationsOf = ({ store, alarms, dashboards, now }: CloudWatchParts): Operations => ({
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
export function cloudwatchService(parts: CloudWatchParts): AwsService {
  const run = operationsOf(parts)
  const served = (name: Operation): Served => {
    const work = run[name] as (input: unknown) => Output
    return async (raw) => work(checkInput(inputs[name], raw, problemsOf(name)))
  }
  const names = Object.keys(inputs) as Operation[]
  return awsService({
    signingName: 'monitoring',
    client: () => import('@aws-sdk/client-cloudwatch'),
    problems: problemsOf('GetMetricData'),
    operations: Object.fromEntries(names.map((name) => [name, served(name)])),
  })
}
