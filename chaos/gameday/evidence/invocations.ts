import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { functionName } from '../../../model/names.ts'
import type { Finding } from '../journal.ts'
import type { Stage } from '../site.ts'

/** What Lambda counted of a function in one period; `at` is its begin, Unix milliseconds. */
export interface Count {
  readonly at: number
  readonly invocations: number
  readonly errors: number
}

/** Invocations failed after the fault: it had its effect. */
export function invocationsFailed(counts: readonly Count[], workload: string): Finding {
  const sum = (of: (it: Count) => number) => counts.reduce((total, it) => total + of(it), 0)
  const [failed, all] = [sum((it) => it.errors), sum((it) => it.invocations)]
  return { ok: failed > 0, evidence: `${failed} of ${all} invocations of ${workload} failed` }
}

/** So many of the last periods in which a function ran must be without a failure: a share of one may be so by chance. */
const LAST = 3

/** In the last periods since the fault's end in which the function ran no invocation failed: nothing of it is left. */
export function invocationsSucceed(counts: readonly Count[], workload: string): Finding {
  const last = counts.filter((it) => it.invocations > 0).slice(-LAST)
  const all = last.reduce((total, it) => total + it.invocations, 0)
  const failed = last.reduce((total, it) => total + it.errors, 0)
  const evidence =
    all === 0
      ? `no invocation of ${workload} since the fault ended`
      : `${all - failed} of the last ${all} invocations of ${workload} since the fault ended succeeded`
  return { ok: failed === 0, evidence }
}

/** CloudWatch's periods that began since then. */
export async function countsSince(
  { clients, system, site }: Stage,
  workload: string,
  since: number,
): Promise<readonly Count[]> {
  const Period = site.metrics.periodSeconds
  const Dimensions = [{ Name: 'FunctionName', Value: functionName(system, workload) }]
  const of = (Id: string, MetricName: string) => ({
    Id,
    MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions }, Stat: 'Sum', Period },
  })
  const from = Math.ceil(since / (Period * 1000)) * Period * 1000
  if (from >= Date.now()) return []
  const { MetricDataResults: results = [] } = await clients.cloudwatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: [of('invocations', 'Invocations'), of('errors', 'Errors')],
      StartTime: new Date(from),
      EndTime: new Date(),
      ScanBy: 'TimestampAscending',
    }),
  )
  const points = (id: string) => {
    const found = results.find((it) => it.Id === id)
    return new Map((found?.Timestamps ?? []).map((time, i) => [time.getTime(), found!.Values![i]!]))
  }
  const errors = points('errors')
  return [...points('invocations')].map(([at, invocations]) => ({
    at,
    invocations,
    errors: errors.get(at) ?? 0,
  }))
}
