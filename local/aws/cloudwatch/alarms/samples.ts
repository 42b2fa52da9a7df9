import type { Input } from '../operations/inputs.ts'
import type { Datapoint } from './watch.ts'

/**
 * Whether a percentile alarm that ignores low sample counts has too few of them: fewer than 10 / (1 - p) above the
 * median, fewer than 10 / p below it. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
 */
export function tooFewSamples(config: Input<'PutMetricAlarm'>, evaluated: readonly Datapoint[]): boolean {
  if (config.EvaluateLowSampleCountPercentile !== 'ignore' || !config.ExtendedStatistic) return false
  const percent = Number(config.ExtendedStatistic.slice(1))
  const samples = evaluated.reduce((sum, it) => sum + (it.samples ?? 0), 0)
  return samples < 1000 / (percent >= 50 ? 100 - percent : percent)
}
