import type { Journal } from '../journal.ts'

/** A stretch of the time axis, seconds since the first request. */
export interface Band {
  readonly from: number
  readonly to: number
  readonly label: string
}
/** Copies of one workload over time. */
export interface CopiesPlot {
  readonly workload: string
  readonly at: readonly number[]
  readonly running: readonly number[]
  readonly healthy: readonly (number | null)[]
  readonly desired: readonly (number | null)[]
}
/** What the page's script draws; all times are seconds since the first request. */
export interface PlotData {
  readonly to: number
  readonly at: readonly number[]
  readonly answered: readonly number[]
  readonly failed: readonly number[]
  readonly failedPercent: readonly (number | null)[]
  readonly p50: readonly (number | null)[]
  readonly p95: readonly (number | null)[]
  readonly p99: readonly (number | null)[]
  readonly copies: readonly CopiesPlot[]
  /** From each fault's start to the recovery from it. */
  readonly faults: readonly Band[]
}

/** Unix time of the first request, from which all plots count. */
export const originOf = (journal: Journal): number => journal.requests[0]?.at ?? journal.run.startedAt

/** The last second worth drawing: the end of recovery, or of the load. */
export const lengthOf = (journal: Journal): number => {
  const last = journal.requests.at(-1)?.at ?? journal.run.endedAt
  const recovery = journal.phases.find((it) => it.name === 'recovery')?.to ?? last
  return (Math.max(last + 1000, recovery) - originOf(journal)) / 1000
}

/** The journal as the plots need it. */
export function plotData(journal: Journal): PlotData {
  const origin = originOf(journal)
  const { requests } = journal
  const used = <T>(of: (it: Journal['requests'][0]) => T) => requests.map((it) => (it.sent ? of(it) : null))
  return {
    to: lengthOf(journal),
    at: requests.map((it) => (it.at - origin) / 1000),
    answered: requests.map((it) => it.sent - it.failed),
    failed: requests.map((it) => it.failed),
    failedPercent: used((it) => (100 * it.failed) / it.sent),
    p50: used((it) => it.p50),
    p95: used((it) => it.p95),
    p99: used((it) => it.p99),
    copies: copiesPlots(journal, origin),
    faults: faultBands(journal),
  }
}

function copiesPlots(journal: Journal, origin: number): CopiesPlot[] {
  const seen = journal.copies.filter((it) => it.at >= origin - 1000)
  return [...Map.groupBy(seen, (it) => it.workload)].map(([workload, samples]) => ({
    workload,
    at: samples.map((it) => (it.at - origin) / 1000),
    running: samples.map((it) => it.running),
    healthy: samples.map((it) => it.healthy),
    desired: samples.map((it) => it.desired),
  }))
}

/** Each fault from its start to the last recovery from it, or to the experiment's end where none was measured. */
export function faultBands(journal: Journal): Band[] {
  const origin = originOf(journal)
  return journal.faults.map((fault) => {
    const from = (fault.startedAt - origin) / 1000
    const back = journal.recovery.filter((it) => it.after === fault.id).map((it) => it.seconds ?? 0)
    const ended = (fault.endedAt - fault.startedAt) / 1000
    return { from, to: from + Math.max(...back, back.length > 0 ? 0 : ended), label: fault.title }
  })
}

/** When an alarm was in ALARM. */
export function alarmBands(journal: Journal, alarm: Journal['alarms'][0]): Band[] {
  const origin = originOf(journal)
  const to = lengthOf(journal)
  return alarm.changes.flatMap((change, i) => {
    if (change.to !== 'ALARM') return []
    const next = alarm.changes[i + 1]?.at
    const end = next === undefined ? to : Math.min(to, (next - origin) / 1000)
    return [{ from: Math.max(0, (change.at - origin) / 1000), to: end, label: 'ALARM' }]
  })
}
