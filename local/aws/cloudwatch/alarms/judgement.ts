import type { Input } from '../operations/inputs.ts'
import type { StateValue } from '../operations/shapes.ts'
import type { MetricStore } from '../store/metrics.ts'
import type { MetricAlarm } from './alarm.ts'
import { COMPARISONS, evaluate, type Reading } from './evaluation.ts'
import { type Reason, reasonOf } from './reason.ts'
import type { Datapoint } from './watch.ts'

/** The state that a metric alarm should have by the periods that end at `end`, and why; null keeps the one it has. */
export function judge(
  alarm: MetricAlarm,
  end: number,
  store: MetricStore,
): ({ readonly state: StateValue } & Reason) | null {
  const range = alarm.watch.range(end, store)
  const verdict = evaluate(
    range.map(({ value }) => reading(value, alarm.config)),
    alarm.watch.rule,
  )
  const evaluated = verdict.evaluated.map((at) => range[at]!)
  if (verdict.state === 'retain' || tooFewSamples(alarm.config, evaluated)) return null
  return { state: verdict.state, ...reasonOf(alarm, range, verdict, end) }
}

function reading(value: number, { ComparisonOperator, Threshold }: Input<'PutMetricAlarm'>): Reading {
  if (Number.isNaN(value)) return 'missing'
  return COMPARISONS[ComparisonOperator].breaches(value, Threshold) ? 'breaching' : 'ok'
}

/**
 * Whether a percentile alarm that ignores low sample counts has too few of them: fewer than 10 / (1 - p) above the
 * median, fewer than 10 / p below it. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
 */
function tooFewSamples(config: Input<'PutMetricAlarm'>, evaluated: readonly Datapoint[]): boolean {
  if (config.EvaluateLowSampleCountPercentile !== 'ignore' || !config.ExtendedStatistic) return false
  const percent = Number(config.ExtendedStatistic.slice(1))
  const samples = evaluated.reduce((sum, it) => sum + (it.samples ?? 0), 0)
  return samples < 1000 / (percent >= 50 ? 100 - percent : percent)
}
