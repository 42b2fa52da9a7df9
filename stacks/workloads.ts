import type { Fn, LongRunning, System, Workload } from '../model/kinds.ts'

/** A system's long-running workloads on one of these platforms, by id. */
export const longRunningOn = (
  system: System,
  ...on: readonly LongRunning['on'][]
): readonly (readonly [id: string, it: LongRunning])[] =>
  Object.entries(system.workloads).filter(
    (entry): entry is [string, LongRunning] => 'port' in entry[1] && on.includes(entry[1].on),
  )

/** A system's functions, by id. */
export const functionsOf = (system: System): readonly (readonly [id: string, it: Fn])[] =>
  Object.entries(system.workloads).filter((entry): entry is [string, Fn] => isFunction(entry[1]))

const isFunction = (it: Workload): it is Fn => it.kind === 'function'

/** True for a system with something that carries messages. */
export const hasMessages = ({ resources }: System): boolean =>
  Object.values(resources).some(({ kind }) => kind === 'sqs' || kind === 'sns' || kind === 'kinesis')

/** True for a system with game days: there is a load, and a door by which it comes in. */
export const hasGamedays = ({ frontDoor, loads }: System): boolean =>
  frontDoor !== undefined && Object.keys(loads).length > 0
