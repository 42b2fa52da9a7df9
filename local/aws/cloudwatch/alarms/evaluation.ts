import type { StateValue, TreatMissingData } from '../operations/shapes.ts'

/** One datapoint as an alarm sees it. */
export type Reading = 'breaching' | 'ok' | 'missing'

/** What an evaluation says; `retain` keeps the state as it is. */
export interface Verdict {
  readonly state: StateValue | 'retain'
  /** Places of the readings that counted, oldest first. */
  readonly evaluated: readonly number[]
  /** How many missing ones were filled in. */
  readonly filled: number
}
export interface Rule {
  /** N, the datapoints that count. */
  readonly evaluationPeriods: number
  /** M, those that must breach. */
  readonly datapointsToAlarm: number
  readonly treatMissingData: TreatMissingData
}

/**
 * Datapoints that CloudWatch looks back at, beyond N, where some of the last N are missing. AWS does not give the
 * number; the examples of its documentation retrieve 5 for N = 3.
 */
export const EXTRA_PERIODS = 2

/**
 * M of N, as CloudWatch decides it, of the readings in the evaluation range (N + EXTRA_PERIODS, oldest first).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function evaluate(range: readonly Reading[], rule: Rule): Verdict {
  const { evaluationPeriods: n, datapointsToAlarm: m } = rule
  const real = range.flatMap((reading, at) => (reading === 'missing' ? [] : [at]))
  const evaluated = real.slice(-n)
  const filled = n - evaluated.length
  const breaching = evaluated.filter((at) => range[at] === 'breaching').length
  const verdict = (state: Verdict['state']): Verdict => ({ state, evaluated, filled })
  if (breaching >= m) return verdict('ALARM')
  if (filled === 0 || rule.treatMissingData === 'notBreaching') return verdict('OK')
  if (rule.treatMissingData === 'breaching') return verdict(breaching + filled >= m ? 'ALARM' : 'OK')
  // a datapoint within the threshold settles it, however old it is
  if (breaching < evaluated.length) return verdict('OK')
  if (rule.treatMissingData === 'ignore') return verdict('retain')
  return verdict(isOldBreach(range, evaluated, m) ? 'ALARM' : 'INSUFFICIENT_DATA')
}

/** "Avoiding premature transitions": a breach with nothing after it alarms once it is M datapoints old. */
const isOldBreach = (range: readonly Reading[], evaluated: readonly number[], m: number): boolean =>
  evaluated.length > 0 && range.length - evaluated[0]! >= m

/** Whether a value breaches: the comparison operators of CloudWatch. */
export const COMPARISONS = {
  GreaterThanThreshold: {
    breaches: (value: number, threshold: number) => value > threshold,
    words: 'greater than',
  },
  GreaterThanOrEqualToThreshold: {
    breaches: (value: number, threshold: number) => value >= threshold,
    words: 'greater than or equal to',
  },
  LessThanThreshold: {
    breaches: (value: number, threshold: number) => value < threshold,
    words: 'less than',
  },
  LessThanOrEqualToThreshold: {
    breaches: (value: number, threshold: number) => value <= threshold,
    words: 'less than or equal to',
  },
} as const
