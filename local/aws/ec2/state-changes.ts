import { Type } from 'typebox'
import type { Copy, Runtime } from '../../types.ts'
import { type Estate, inBackground } from '../estate.ts'
import { AwsError } from '../wire/error.ts'
import { type Operation, operation } from '../wire/service.ts'
import { needInstances, type StateName, stateOf, stateShape } from './instance.ts'
import { DryRun, Ids, refuseDryRun } from './parameters.ts'

const Force = Type.Optional(Type.Boolean())
const STOPPED = 'User initiated: stopped by StopInstances'
const TERMINATED = 'User initiated: terminated by TerminateInstances'

/** One operation: from which states it acts, and in which it has nothing to do. */
interface Change {
  readonly name: string
  readonly verb: string
  /** The member of its answer that lists them. */
  readonly member: 'StoppingInstances' | 'StartingInstances' | 'TerminatingInstances'
  readonly from: readonly StateName[]
  readonly done: readonly StateName[]
  readonly act: (runtime: Runtime, id: string) => Promise<void>
}

/** `StopInstances`, `StartInstances`, `TerminateInstances`; a group finds a stopped instance and replaces it. */
export function stateChanges(estate: Estate): Record<string, Operation> {
  return {
    StopInstances: operation(
      { InstanceIds: Ids, DryRun, Force },
      ({ InstanceIds, DryRun: dry, Force: hard = false }) =>
        changed(estate, InstanceIds, dry, {
          name: 'StopInstances',
          verb: 'stopped',
          member: 'StoppingInstances',
          from: ['running'],
          done: ['stopping', 'stopped'],
          act: (runtime, id) => runtime.stopCopy(id, { hard, reason: STOPPED, replace: false }),
        }),
    ),
    StartInstances: operation({ InstanceIds: Ids, DryRun }, ({ InstanceIds, DryRun: dry }) =>
      changed(estate, InstanceIds, dry, {
        name: 'StartInstances',
        verb: 'started',
        member: 'StartingInstances',
        from: ['stopped'],
        done: ['pending', 'running'],
        act: (runtime, id) => runtime.startCopy(id),
      }),
    ),
    TerminateInstances: operation(
      { InstanceIds: Ids, DryRun, Force },
      ({ InstanceIds, DryRun: dry, Force: hard = false }) =>
        changed(estate, InstanceIds, dry, {
          name: 'TerminateInstances',
          verb: 'terminated',
          member: 'TerminatingInstances',
          from: ['pending', 'running', 'stopping', 'stopped'],
          done: ['shutting-down', 'terminated'],
          act: (runtime, id) => runtime.stopCopy(id, { hard, reason: TERMINATED }),
        }),
    ),
  }
}

/** Changes all of them or, where one cannot be, none; AWS answers while they are on their way. */
function changed(estate: Estate, ids: readonly string[], dry: boolean | undefined, change: Change) {
  const instances = needInstances(estate, ids)
  const stuck = instances.find((it) => ![...change.from, ...change.done].includes(stateOf(it)))
  if (stuck)
    throw new AwsError(
      'IncorrectInstanceState',
      `The instance '${stuck.id}' is not in a state from which it can be ${change.verb}: it is ${stateOf(stuck)}`,
    )
  refuseDryRun(dry)
  return { [change.member]: instances.map((it) => changeOf(estate, it, change)) }
}

function changeOf(estate: Estate, instance: Copy, { name, from, act }: Change) {
  const previous = stateOf(instance)
  if (from.includes(previous)) inBackground(estate, name, act(estate.runtimes.asg, instance.id))
  return {
    InstanceId: instance.id,
    CurrentState: stateShape(stateOf(instance)),
    PreviousState: stateShape(previous),
  }
}
