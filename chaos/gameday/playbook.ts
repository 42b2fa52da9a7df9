import type { System } from '../../model/kinds.ts'
import type { DocumentId } from '../documents/index.ts'

/** The ids that a playbook may name, each family as a union of strings. */
export interface Ids {
  readonly system: string
  readonly load: string
  readonly journey: string
  readonly workload: string
  readonly resource: string
  readonly alarm: string
  readonly recovery: string
}
/** Those of one system: `Playbook<IdsOf<typeof cloudcafe>>` compiles only with ids that it has. */
export interface IdsOf<S extends System> extends Ids {
  readonly system: S['id']
  readonly load: Key<S['loads']>
  readonly journey: Key<S['journeys']>
  readonly workload: Key<S['workloads']>
  readonly resource: Key<S['resources']>
  readonly alarm: Key<S['alarms']>
  readonly recovery: Key<S['recovery']>
}
type Key<T> = Extract<keyof T, string>

/**
 * A game day as a story for people and a program at once. Ids are those of the system's model, so that a typo does
 * not compile; all seconds are seconds of AWS, divided by the time scale when it is played.
 */
export interface Playbook<Id extends Ids = Ids> {
  readonly id: string
  readonly system: Id['system']
  readonly title: string
  /** What happens, and what we believe the system will do; plain sentences. */
  readonly story: readonly string[]
  readonly load: Id['load']
  /** How long the first stage of the load is watched before anything is injected. */
  readonly baselineSeconds: number
  /** What "well" means, before, during and after the faults. */
  readonly steadyState: readonly Probe<Id['journey']>[]
  readonly injects: readonly [Inject<Id>, ...Inject<Id>[]]
  readonly alarms: {
    readonly mustFire: readonly MustFire<Id['alarm']>[]
    readonly mustNotFire: readonly Id['alarm'][]
  }
  readonly recovery: readonly Recovery<Id>[]
  /** Real seconds that queues get to run empty after the load: what services are made of is not scaled. */
  readonly settleSeconds: number
  readonly runbook: readonly RunbookEntry[]
}

/** A limit: the journey's own SLO, a figure, or a multiple of what the baseline measured. */
export type Tolerance = 'slo' | { readonly absolute: number } | { readonly timesBaseline: number }

/** One measure of one journey; percent of requests answered as expected, or milliseconds. */
export interface Probe<JourneyId extends string = string> {
  readonly journey: JourneyId
  readonly measure: 'availability' | 'p95'
  readonly before: Tolerance
  readonly during: Tolerance
  readonly after: Tolerance
}

/** A fault: an experiment of `chaos/experiments/<system>`, started so many seconds after the load. */
export interface Inject<Id extends Ids = Ids> {
  readonly id: string
  readonly title: string
  readonly at: number
  readonly experiment: string
  readonly evidence: Evidence<Id>
}

/** How a fault's effect is seen from outside FIS: copies that went, a writer that is another one, a function's invocations that failed. */
export type Evidence<Id extends Ids = Ids> =
  | { readonly kind: 'copies'; readonly workload: Id['workload'] }
  | { readonly kind: 'writer'; readonly resource: Id['resource'] }
  | { readonly kind: 'invocations'; readonly workload: Id['workload'] }
  | { readonly kind: 'document'; readonly document: DocumentId }

export interface MustFire<AlarmId extends string = string> {
  readonly alarm: AlarmId
  /** Id of the inject that it answers. */
  readonly after: string
  readonly within: number
}

/** What must come back after an inject, and which row of the document's recovery table it is held against. */
export interface Recovery<Id extends Ids = Ids> {
  readonly target: Id['recovery']
  readonly after: string
  readonly measure:
    | { readonly kind: 'copies'; readonly workload: Id['workload'] }
    /** Every request of that step is answered as expected, in less than `ms`. */
    | { readonly kind: 'step'; readonly step: string; readonly ms: number }
}

export interface RunbookEntry {
  readonly symptom: string
  readonly look: string
  readonly act: string
}
