import type { StaticDecode, TObject } from 'typebox'
import Value from 'typebox/value'
import type { FisActionId } from '../../../model/fis.ts'
import type { Context } from '../../types.ts'
import type { Proof } from './experiment.ts'
import type { Resource } from './target-type.ts'
import type { World } from './world.ts'

/** One change of the world, with its way back. */
export interface Fault {
  /** Goes into the undo journal before `apply`; what `clear` of the action needs after a crash. */
  readonly data: unknown
  apply(): Promise<void> | void
  /** Takes all of it away; called once, however the action ends, also where `apply` failed half-way. */
  undo(): Promise<void> | void
  /** Asked for each target after the undo. */
  clean(target: Resource): Proof
}

/** What an action is run with. */
export interface ActionRun<Parameters = unknown> {
  readonly experiment: string
  readonly parameters: Parameters
  readonly targets: readonly Resource[]
  readonly cloud: Context
  readonly world: World
  /** Aborted when the experiment stops. */
  readonly signal: AbortSignal
  /** Writes the undo journal, then applies; the undo runs when the action has ended. */
  inject(fault: Fault): Promise<void>
  /** Waits so many seconds of AWS, divided by the time scale; returns early when the experiment stops. */
  hold(seconds: number): Promise<void>
  landed(target: Resource, proof: Proof): void
}

/** An FIS action. */
export interface Action<Id extends FisActionId = FisActionId> {
  readonly id: Id
  readonly description: string
  /** All values are text on the wire; the schema decodes them. */
  readonly parameters: TObject
  /** What its verdicts speak of, where it takes no targets. */
  subject?(parameters: Readonly<Record<string, string>>): Resource
  /** Resolves when its effect is over; rejects with the reason it could not be done. */
  run(at: ActionRun): Promise<void>
  /** Clears what a crash of the executor left of a fault; `state` is the state folder. Absent where a crash leaves nothing. */
  clear?(data: unknown, state: string): Promise<void>
}

/** An action whose `run` gets its parameters decoded. */
export const action = <Id extends FisActionId, Schema extends TObject>(it: {
  readonly id: Id
  readonly description: string
  readonly parameters: Schema
  subject?(parameters: Readonly<Record<string, string>>): Resource
  run(at: ActionRun<StaticDecode<Schema>>): Promise<void>
  clear?(data: unknown, state: string): Promise<void>
}): Action<Id> => ({
  ...it,
  run: (at) => it.run({ ...at, parameters: Value.Decode(it.parameters, at.parameters) }),
})
