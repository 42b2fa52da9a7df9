import { readFileSync } from 'node:fs'

/** One threshold of the run, as k6 judged it. */
export interface Threshold {
  readonly metric: string
  readonly rule: string
  readonly met: boolean
  /** The measured figure that the rule is about, in the rule's unit. */
  readonly measured: number | null
}

interface K6Summary {
  readonly metrics: Readonly<Record<string, K6Metric>>
}
interface K6Metric {
  readonly values: Readonly<Record<string, number>>
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>
}

/** What k6 says at its end. */
export interface Summary {
  readonly requests: number
  readonly failedPercent: number
  readonly p95Ms: number
  /** Arrivals that k6 could not start, as every visitor was still waiting. */
  readonly dropped: number
  readonly thresholds: readonly Threshold[]
}

/** Reads the file that `k6/summary.ts` has written; throws where there is none. */
export function readSummary(file: string): Summary {
  const { metrics } = JSON.parse(readFileSync(file, 'utf8')) as K6Summary
  const of = (metric: string, value: string) => metrics[metric]?.values[value] ?? 0
  return {
    requests: of('http_reqs', 'count'),
    failedPercent: 100 * of('http_req_failed', 'rate'),
    p95Ms: of('http_req_duration', 'p(95)'),
    dropped: of('dropped_iterations', 'count'),
    thresholds: Object.entries(metrics).flatMap(([name, metric]) => thresholdsOf(name, metric)),
  }
}

const thresholdsOf = (metric: string, { thresholds = {}, values }: K6Metric): Threshold[] =>
  Object.entries(thresholds).map(([rule, { ok }]) => {
    const stat = rule.split(/[<>=]/)[0]!.trim()
    return { metric, rule, met: ok, measured: values[stat] ?? null }
  })
