import type { InvariantResult } from './invariants/invariant.ts'
import type { AlarmRecord, ProbeResult, RecoveryResult } from './journal.ts'

/** What a part of the score is worth; together 100. The report prints this table with what was reached. */
export const WEIGHTS = { steadyState: 30, detection: 20, recovery: 30, invariants: 20 } as const
/** A run that broke an invariant scores no more than this, however fast it recovered: lost orders are not made up for. */
export const CAP_WITH_VIOLATION = 40

export interface Part {
  readonly id: keyof typeof WEIGHTS
  readonly title: string
  readonly weight: number
  /** Share reached, 0 to 1. */
  readonly share: number
  readonly points: number
  /** How the share came about, in words. */
  readonly why: string
}
export interface Score {
  readonly points: number
  readonly grade: 'excellent' | 'good' | 'fair' | 'poor'
  readonly parts: readonly Part[]
  readonly capped: boolean
}

/** What a score is counted from. */
export interface Outcomes {
  readonly steadyState: readonly ProbeResult[]
  readonly alarms: readonly AlarmRecord[]
  readonly recovery: readonly RecoveryResult[]
  readonly invariants: readonly InvariantResult[]
}

const TITLES = {
  steadyState: 'Steady state kept while faults were on, and after',
  detection: 'Alarms that had to fire did in time, others stayed quiet',
  recovery: "Recovery within the document's times",
  invariants: 'Nothing lost, nothing done twice',
} as const

/**
 * Plain arithmetic: each part is the mean of its rows' shares times its weight. A row is 1 where it was met; a missed
 * latency or recovery counts limit / measured, a missed availability loses a tenth for each percent point below its
 * limit, a missed alarm or invariant counts 0. A part of which nothing was seen counts 0: it has shown nothing.
 */
export function scoreOf(outcomes: Outcomes): Score {
  const shares = {
    steadyState: outcomes.steadyState.filter((it) => it.window !== 'before').map(probeShare),
    detection: outcomes.alarms.filter((it) => it.expected !== 'free').map((it) => (it.ok ? 1 : 0)),
    recovery: outcomes.recovery.map(recoveryShare),
    invariants: outcomes.invariants.map((it) => (it.ok ? 1 : 0)),
  }
  const parts = (Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]).map((id) => partOf(id, shares[id]))
  const sum = parts.reduce((total, part) => total + part.points, 0)
  const capped = outcomes.invariants.some((it) => it.violations > 0) && sum > CAP_WITH_VIOLATION
  const points = Math.round(capped ? CAP_WITH_VIOLATION : sum)
  return { points, grade: gradeOf(points), parts, capped }
}

function partOf(id: keyof typeof WEIGHTS, shares: readonly number[]): Part {
  const share = shares.reduce((a, b) => a + b, 0) / Math.max(1, shares.length)
  const met = shares.filter((it) => it === 1).length
  const why = shares.length === 0 ? 'nothing was seen' : `${met} of ${shares.length} met`
  return {
    id,
    title: TITLES[id],
    weight: WEIGHTS[id],
    share,
    points: Math.round(10 * share * WEIGHTS[id]) / 10,
    why,
  }
}

function probeShare(it: ProbeResult): number {
  if (it.ok) return 1
  if (it.measured === null) return 0
  if (it.measure === 'availability') return Math.max(0, 1 - (it.limit - it.measured) / 10)
  return it.limit / it.measured
}

function recoveryShare(it: RecoveryResult): number {
  if (it.ok) return 1
  return it.awsSeconds && it.allowed ? it.allowed.to / it.awsSeconds : 0
}

function gradeOf(points: number): Score['grade'] {
  if (points >= 90) return 'excellent'
  if (points >= 75) return 'good'
  return points >= 50 ? 'fair' : 'poor'
}
