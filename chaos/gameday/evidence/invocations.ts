import { setTimeout as sleep } from 'node:timers/promises'
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

/** The function ran in some period after the fault, and no invocation failed in it: nothing of the fault is left. */
export function invocationsSucceed(counts: readonly Count[], workload: string): Finding {
  const ran = counts.filter((it) => it.invocations > 0)
  const good = ran.find((it) => it.errors === 0)
  if (good) return { ok: true, evidence: `${good.invocations} invocations of ${workload} in a row succeeded` }
  const evidence = ran.length > 0 ? `invocations of ${workload} still fail` : `${workload} did not run again`
  return { ok: false, evidence }
}

/** Milliseconds in which a function behind a queue has run again; AWS's layer takes 20 s to leave, its metrics minutes to come. */
const PATIENCE_MS = { here: 60_000, aws: 600_000 } as const
const LOOK_MS = 1000

/** Counts the invocations from a time on until they are well, or patience ends. */
export async function invocationsAfter(stage: Stage, workload: string, since: number): Promise<Finding> {
  const until = Date.now() + PATIENCE_MS[stage.site.local ? 'here' : 'aws']
  for (;;) {
    const finding = invocationsSucceed(await countsSince(stage, workload, since), workload)
    if (finding.ok || Date.now() > until) return finding
    await sleep(LOOK_MS)
  }
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
