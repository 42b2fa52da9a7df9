import type { Summary } from '../../loadtests/summary.ts'
import type { InvariantResult } from './invariants/invariant.ts'
import type { Asked, Score } from './score-parts.ts'

/** A game day as it was, whole: the report is made of this value alone. Times are Unix milliseconds. */
export interface Journal {
  readonly format: 2
  readonly run: RunFacts
  readonly environment: Environment
  /** k6's own summary; null where it was not left to write one. */
  readonly load: Summary | null
  readonly phases: readonly Phase[]
  readonly requests: readonly RequestSecond[]
  readonly copies: readonly CopiesSample[]
  readonly faults: readonly FaultRecord[]
  readonly alarms: readonly AlarmRecord[]
  readonly steadyState: readonly ProbeResult[]
  readonly recovery: readonly RecoveryResult[]
  readonly invariants: readonly InvariantResult[]
  /** What a reader of the figures has to know beside them: what was left out of them, or came from outside. */
  readonly remarks: readonly string[]
  readonly asked: Asked
  readonly score: Score
  readonly verdict: Verdict
}

export interface RunFacts {
  readonly id: string
  readonly system: string
  /** What the system accepts, in its own words: plural by subject, such as `orders` by `order`. */
  readonly subjects: Readonly<Record<string, string>>
  readonly playbook: string
  readonly title: string
  readonly story: readonly string[]
  readonly runbook: readonly { readonly symptom: string; readonly look: string; readonly act: string }[]
  readonly load: string
  readonly loadTitle: string
  readonly seed: number
  readonly timeScale: number
  readonly local: boolean
  readonly startedAt: number
  readonly endedAt: number
}

/** What it ran on: a figure means little without it. */
export interface Environment {
  readonly cores: number
  readonly cpu: string
  readonly memoryMiB: number
  readonly platform: string
  readonly versions: Readonly<Record<string, string>>
}

export type PhaseName = 'baseline' | 'load' | 'recovery' | 'invariants'
export interface Phase {
  readonly name: PhaseName
  readonly from: number
  readonly to: number
}

/** All requests that were sent in one second. */
export interface RequestSecond {
  readonly at: number
  readonly sent: number
  readonly failed: number
  /** How many of each subject were accepted; a subject of which none was is absent. */
  readonly accepted: Readonly<Record<string, number>>
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** Copies of a workload at a time, as CloudWatch has them; null where it has no such figure. */
export interface CopiesSample {
  readonly at: number
  readonly workload: string
  readonly running: number
  readonly desired: number | null
  readonly healthy: number | null
}

export interface FaultRecord {
  readonly id: string
  readonly title: string
  readonly experiment: string
  readonly experimentId: string
  /** The StartExperiment call was sent, and answered. */
  readonly startedAt: number
  readonly acceptedAt: number
  readonly endedAt: number
  /** FIS's state at the end, with its reason. */
  readonly status: string
  readonly reason: string
  readonly actions: readonly ActionRecord[]
  readonly targets: readonly TargetRecord[]
  /** Evidence from outside that the fault had its effect, and that nothing of it is left. */
  readonly landed: Finding
  readonly clean: Finding
}
/** What FIS resolved a target to; the verdicts are the local FIS's own, null on AWS, which has none. */
export interface TargetRecord {
  readonly target: string
  readonly landed: Finding | null
  readonly clean: Finding | null
}
export interface ActionRecord {
  readonly name: string
  readonly actionId: string
  readonly status: string
  readonly reason: string
}
export interface Finding {
  readonly ok: boolean
  /** It could not be looked at: then `ok` is false, and nothing is known. */
  readonly unseen?: true
  readonly evidence: string
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
export interface AlarmRecord {
  readonly id: string
  readonly title: string
  readonly expected: 'fires' | 'stays quiet' | 'free'
  readonly changes: readonly { readonly at: number; readonly to: AlarmState }[]
  readonly firedAt: number | null
  readonly clearedAt: number | null
  /** Seconds from the inject to the alarm, and what was allowed; null where it need not fire. */
  readonly seconds: number | null
  readonly allowedSeconds: number | null
  readonly ok: boolean
}

export interface ProbeResult {
  readonly journey: string
  readonly measure: 'availability' | 'p95'
  readonly window: 'before' | 'during' | 'after'
  /** Percent or milliseconds; null where nothing was sent in that window. */
  readonly measured: number | null
  readonly limit: number
  readonly ok: boolean
}

export interface RecoveryResult {
  readonly target: string
  readonly failure: string
  readonly after: string
  /** What was watched, for people. */
  readonly watched: string
  /** Real seconds from the fault's start; null where it did not come back while we looked. */
  readonly seconds: number | null
  readonly awsSeconds: number | null
  readonly allowed: { readonly from: number; readonly to: number } | null
  readonly text: string
  readonly verdict: 'no outage' | 'faster' | 'within' | 'late' | 'not recovered' | 'not seen' | 'no limit'
  readonly ok: boolean
}

export interface Verdict {
  readonly exitCode: number
  readonly outcome: string
  /** One sentence for each thing that did not go as the playbook says. */
  readonly misses: readonly string[]
  /** One sentence for each thing of which nothing is known, as it could not be counted or seen. */
  readonly notCounted: readonly string[]
}
