import type { Alarm, MetricAlarm } from './alarm.ts'
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

/** Milliseconds of the epoch as CloudWatch writes them into JSON. */
export const timestamp = (ms: number): string => new Date(ms).toISOString().replace('Z', '+0000')
const iso = (second: number) => timestamp(second * 1000)

const LONG_DATE = new Intl.DateTimeFormat('en-US', {
  weekday: 'long',
  day: '2-digit',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

/** Why a composite alarm changed after its child: `… transitioned to ALARM at Tuesday 01 December, 2026 05:00:00 UTC`. */
export function transitioned({ arn, state: { value, transitionedAt } }: Alarm): string {
  const part = Object.fromEntries(LONG_DATE.formatToParts(transitionedAt).map((it) => [it.type, it.value]))
  const time = new Date(transitionedAt).toISOString().slice(11, 19)
  return `${arn} transitioned to ${value} at ${part.weekday} ${part.day} ${part.month}, ${part.year} ${time} UTC`
}

/** The same as the JSON that a composite alarm keeps beside it. */
export function triggeringData(child: Alarm | undefined): string {
  const alarms = child ? [child] : []
  const triggeringAlarms = alarms.map(({ arn, state }) => ({
    arn,
    state: { value: state.value, timestamp: timestamp(state.transitionedAt) },
  }))
  return JSON.stringify({ triggeringAlarms })
}

/** `01/12/26 09:30:00`, UTC. */
function stamp(second: number): string {
  const [date, time] = new Date(second * 1000).toISOString().split('T') as [string, string]
  const [year, month, day] = date.split('-') as [string, string, string]
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`
}
const decimal = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value))
const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
const were = (count: number): string => (count === 1 ? 'was' : 'were')
