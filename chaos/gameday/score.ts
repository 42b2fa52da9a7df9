import type { InvariantResult } from './invariants/invariant.ts'
import type { AlarmRecord, ProbeResult, RecoveryResult } from './journal.ts'
import { type Asked, type Grade, type PartId, type Score, type ScorePart, WEIGHTS } from './score-parts.ts'

/** A run that broke an invariant scores no more than this, however fast it recovered: what is lost is not made up for. */
export const CAP_WITH_VIOLATION = 40

/** What a score is counted from. */
export interface Outcomes {
  readonly steadyState: readonly ProbeResult[]
  readonly alarms: readonly AlarmRecord[]
  readonly recovery: readonly RecoveryResult[]
  readonly invariants: readonly InvariantResult[]
}

/** How far the day came, and how much there was to count. */
export interface Course {
  /** Why it was stopped before its end; null where it was not. */
  readonly stopped: string | null
  /** Whether a fault was injected. */
  readonly injected: boolean
  readonly asked: Asked
}
const TITLES: Readonly<Record<PartId, string>> = {
  steadyState: 'Steady state kept while faults were on, and after',
  detection: 'Alarms that had to fire did in time, others stayed quiet',
  recovery: 'Recovery within the target times',
  invariants: 'Nothing lost, nothing done twice',
}
const NONE_ASKED: Readonly<Record<PartId, string>> = {
  steadyState: 'the playbook names no steady state',
  detection: 'the playbook names no alarm',
  recovery: 'the playbook names no recovery target',
  invariants: 'the system has no invariants',
}

/**
 * Plain arithmetic: each part is the mean of its rows' shares times its weight, and the score is what was reached of
 * the weights of the parts that were counted. A row is 1 where it was met; a missed latency or recovery counts
 * limit / measured, a missed availability loses a tenth for each percent point below its limit, a missed alarm or
 * invariant counts 0. What was not counted is not scored, and a day that was stopped, or without a fault, has no grade.
 */
export function scoreOf(outcomes: Outcomes, course: Course): Score {
  const parts = (Object.keys(WEIGHTS) as PartId[]).map((id) =>
    partOf(id, sharesOf(outcomes, course)[id], course),
  )
  const ungraded = whyUngraded(parts, course)
  if (ungraded) return { points: null, grade: null, ungraded, parts, capped: false }
  const counted = parts.filter((it) => it.share !== null)
  const sum = (of: (it: ScorePart) => number) => counted.reduce((total, it) => total + of(it), 0)
  const reached = (100 * sum((it) => it.weight * it.share!)) / sum((it) => it.weight)
  const capped = outcomes.invariants.some((it) => it.violations > 0) && reached > CAP_WITH_VIOLATION
  const points = Math.round(capped ? CAP_WITH_VIOLATION : reached)
  return { points, grade: gradeOf(points), ungraded, parts, capped }
}

function whyUngraded(parts: readonly ScorePart[], { stopped, injected }: Course): string | null {
  if (stopped) return `stopped ${stopped}`
  if (!injected) return 'nothing was injected'
  return parts.every((it) => it.share === null) ? 'nothing was counted' : null
}

/** The share of each row that was counted. */
function sharesOf(
  { steadyState, alarms, recovery, invariants }: Outcomes,
  course: Course,
): Record<PartId, readonly number[]> {
  return {
    steadyState: steadyState.filter((it) => it.window !== 'before' && it.measured !== null).map(probeShare),
    detection: alarms.filter((it) => isDecided(it, course)).map((it) => (it.ok ? 1 : 0)),
    recovery: recovery
      .filter(({ verdict }) => verdict !== 'not seen' && verdict !== 'no limit')
      .map(recoveryShare),
    invariants: invariants.filter((it) => !it.notCounted).map((it) => (it.ok ? 1 : 0)),
  }
}

/** An alarm that stays quiet shows something only where a fault was on and the day came to its end. */
const isDecided = ({ expected, firedAt }: AlarmRecord, { stopped, injected }: Course): boolean =>
  expected === 'fires' || (expected === 'stays quiet' && (firedAt !== null || (injected && !stopped)))

function partOf(id: PartId, shares: readonly number[], { asked }: Course): ScorePart {
  const about = { id, title: TITLES[id], weight: WEIGHTS[id] }
  if (shares.length === 0)
    return { ...about, share: null, points: null, why: asked[id] === 0 ? NONE_ASKED[id] : 'not counted' }
  const share = shares.reduce((a, b) => a + b, 0) / shares.length
  const met = shares.filter((it) => it === 1).length
  return {
    ...about,
    share,
    points: Math.round(10 * share * WEIGHTS[id]) / 10,
    why: `${met} of ${shares.length} met`,
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

function gradeOf(points: number): Grade {
  if (points >= 90) return 'excellent'
  if (points >= 75) return 'good'
  return points >= 50 ? 'fair' : 'poor'
}

/** `82 of 100, good`, or why there is no grade. */
export const scoreText = ({ points, grade, ungraded }: Score): string =>
  points === null ? `not graded: ${ungraded}` : `${points} of 100, ${grade}`
