import type { MetricAlarm } from './alarm.ts'
import { COMPARISONS, type Verdict } from './evaluation.ts'
import type { Datapoint } from './watch.ts'

/** Why an alarm changed, in CloudWatch's words and as the JSON it keeps beside them. */
export interface Reason {
  readonly text: string
  readonly data: string
}

/** How missing data that was filled in is named in a reason. */
const FILLED = {
  breaching: 'Breaching',
  notBreaching: 'NonBreaching',
  missing: 'Missing',
  ignore: 'Ignored',
} as const

/** The reason for what an evaluation of that range at `end` (seconds of the epoch) says. */
export function reasonOf(
  alarm: MetricAlarm,
  range: readonly Datapoint[],
  verdict: Verdict,
  end: number,
): Reason {
  const evaluated = verdict.evaluated.map((at) => range[at]!).toReversed()
  const text =
    verdict.state === 'INSUFFICIENT_DATA'
      ? `Insufficient Data: ${plural(verdict.filled, 'datapoint')} ${were(verdict.filled)} unknown.`
      : `Threshold Crossed: ${crossed(alarm, evaluated, verdict)}.`
  return { text, data: dataOf(alarm, evaluated, end) }
}

function crossed(alarm: MetricAlarm, evaluated: readonly Datapoint[], { state, filled }: Verdict): string {
  const { evaluationPeriods: n, datapointsToAlarm: m, treatMissingData } = alarm.watch.rule
  const { breaches, words } = COMPARISONS[alarm.config.ComparisonOperator]
  const threshold = alarm.config.Threshold
  const telling = evaluated.filter((it) => breaches(it.value, threshold) === (state === 'ALARM'))
  const missing = `${plural(filled, 'missing datapoint')} ${were(filled)} treated as [${FILLED[treatMissingData]}]`
  if (telling.length === 0)
    return `no datapoints were received for ${plural(filled, 'period')} and ${missing}`
  const list = telling.map((it) => `${decimal(it.value)} (${stamp(it.second)})`).join(', ')
  const not = state === 'ALARM' ? '' : 'not '
  const [least, way] = state === 'ALARM' ? [m, 'OK -> ALARM'] : [n - m + 1, 'ALARM -> OK']
  const what = `${telling.length} out of the last ${plural(n, 'datapoint')} [${list}] ${were(telling.length)}`
  const then = `(minimum ${plural(least, 'datapoint')} for ${way} transition)`
  return `${what} ${not}${words} the threshold (${decimal(threshold)}) ${then}${filled > 0 ? ` and ${missing}` : ''}`
}

function dataOf({ config, watch }: MetricAlarm, evaluated: readonly Datapoint[], end: number): string {
  const statistic = config.Statistic ?? config.ExtendedStatistic
  const newest = evaluated.map(({ second, value, samples }) => ({
    timestamp: iso(second),
    sampleCount: samples,
    value,
  }))
  return JSON.stringify({
    version: '1.0',
    queryDate: iso(end),
    ...(evaluated.length > 0 ? { startDate: iso(evaluated.at(-1)!.second) } : {}),
    ...(config.Unit ? { unit: config.Unit } : {}),
    ...(statistic ? { statistic } : {}),
    period: watch.period,
    recentDatapoints: evaluated.map((it) => it.value).toReversed(),
    threshold: config.Threshold,
    evaluatedDatapoints: newest.slice(0, MOST_DATAPOINTS),
  })
}
/** Keeps the JSON within the 4,000 characters that StateReasonData may have. */
const MOST_DATAPOINTS = 30

/** A time as CloudWatch writes it into JSON. */
export const iso = (second: number): string => new Date(second * 1000).toISOString().replace('Z', '+0000')

/** `01/12/26 09:30:00`, UTC. */
function stamp(second: number): string {
  const [date, time] = new Date(second * 1000).toISOString().split('T') as [string, string]
  const [year, month, day] = date.split('-') as [string, string, string]
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`
}
const decimal = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value))
const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
const were = (count: number): string => (count === 1 ? 'was' : 'were')
