import type { AUTOMATION, FisActionId, fisActions } from '../../model/fis.ts'
import type { System } from '../../model/kinds.ts'
import type { DocumentId, ParameterOf } from '../documents/index.ts'

/** How many of the resources found become targets; `PERCENT` rounds down. */
export type SelectionMode = 'ALL' | `COUNT(${number})` | `PERCENT(${number})`

type Key<T> = Extract<keyof T, string>
type WorkloadOn<S extends System, On extends string> = {
  [K in Key<S['workloads']>]: S['workloads'][K] extends { readonly on: On } ? K : never
}[Key<S['workloads']>]
type ResourceOf<S extends System, Kind extends string> = {
  [K in Key<S['resources']>]: S['resources'][K] extends { readonly kind: Kind } ? K : never
}[Key<S['resources']>]

type EntryOf<S extends System, Kind extends string> = {
  [K in Key<S['entries']>]: S['entries'][K] extends { readonly kind: Kind } ? K : never
}[Key<S['entries']>]

/** What an experiment acts upon, by ids of the model; one key says of which kind it is. */
export type Target<S extends System = System> =
  | { readonly tasksOf: WorkloadOn<S, 'ecs'>; readonly selectionMode: SelectionMode }
  | { readonly podsOf: WorkloadOn<S, 'eks'>; readonly selectionMode: SelectionMode }
  | { readonly instancesOf: WorkloadOn<S, 'asg' | 'ec2'>; readonly selectionMode: SelectionMode }
  | { readonly nodesOf: WorkloadOn<S, 'eks'> }
  | { readonly balancer: EntryOf<S, 'alb' | 'nlb'> }
  | { readonly functionOf: WorkloadOn<S, 'lambda'> }
  | { readonly clusterOf: ResourceOf<S, 'aurora'> }

type TypeOf<T> = T extends { readonly tasksOf: string }
  ? 'aws:ecs:task'
  : T extends { readonly podsOf: string }
    ? 'aws:eks:pod'
    : T extends { readonly instancesOf: string }
      ? 'aws:ec2:instance'
      : T extends { readonly functionOf: string }
        ? 'aws:lambda:function'
        : T extends { readonly nodesOf: string }
          ? 'aws:eks:nodegroup'
          : T extends { readonly balancer: string }
            ? 'aws:arc:zonal-shift-managed-resource'
            : 'aws:rds:cluster'
type NamesOf<Targets, Type> = {
  [K in Key<Targets>]: TypeOf<Targets[K]> extends Type ? K : never
}[Key<Targets>]

interface Step<Names extends string> {
  readonly description?: string
  /** As FIS takes them, all text; durations are AWS's, and divided by the time scale here. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Actions that must be over before; without any, it starts at once. */
  readonly startAfter?: readonly [Names, ...Names[]]
}
/** A parameter's value, or what it names where AWS chooses its ARN: the rule by which a balancer leads to a workload. */
export type Parameter = string | { readonly ruleOf: string; readonly to: string }

/** A run of a document of ours, with the parameters that it takes. */
type Automation<Names extends string> = {
  [Id in DocumentId]: Omit<Step<Names>, 'parameters'> & {
    readonly actionId: typeof AUTOMATION
    readonly document: Id
    readonly parameters: Readonly<Record<ParameterOf<Id>, Parameter>>
    /** After so long FIS stops it, which undoes it. */
    readonly maxDuration: string
    readonly target?: never
  }
}[DocumentId]
/** An action with a target of the type that it takes, or with none where it takes none. */
export type ActionOn<Targets, Names extends string> =
  | Automation<Names>
  | {
      [Id in Exclude<FisActionId, typeof AUTOMATION>]: (typeof fisActions)[Id] extends {
        readonly resourceType: infer Type
      }
        ? Step<Names> & { readonly actionId: Id; readonly target: NamesOf<Targets, Type> }
        : Step<Names> & { readonly actionId: Id; readonly target?: never }
    }[Exclude<FisActionId, typeof AUTOMATION>]

/** An experiment of a system as its source says it. */
export interface ExperimentOn<S extends System, Targets, Actions> {
  readonly id: string
  readonly description: string
  /** Alarms that protect the system: one of them stops the experiment. Those that the drill is meant to trip do not belong here. */
  readonly stopConditions: readonly [Key<S['alarms']>, ...Key<S['alarms']>[]]
  readonly targets: Targets & Readonly<Record<string, Target<S>>>
  readonly actions: { readonly [Name in keyof Actions]: ActionOn<Targets, Extract<keyof Actions, string>> }
}

/** An experiment for whoever projects it. */
export interface Experiment {
  readonly id: string
  readonly system: System
  readonly description: string
  readonly stopConditions: readonly string[]
  readonly targets: Readonly<Record<string, Target>>
  readonly actions: Readonly<Record<string, Action>>
}
export interface Action extends Omit<Step<string>, 'parameters'> {
  readonly parameters?: Readonly<Record<string, Parameter>>
  readonly actionId: FisActionId
  readonly target?: string | undefined
  readonly document?: DocumentId
  readonly maxDuration?: string
}

/** Declares an experiment; an id that the system does not have, or no stop condition, does not compile. */
export const experiment = <const S extends System, const Targets, const Actions>(
  system: S,
  it: ExperimentOn<S, Targets, Actions>,
): Experiment => ({ ...(it as Omit<Experiment, 'system'>), system })
