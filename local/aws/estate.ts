import type { Entry, LongRunning, Resource } from '../../model/kinds.ts'
import type { Engines } from '../engines/index.ts'
import type { Entries } from '../entries/entries.ts'
import type { Address, Context, Copy, Runtime } from '../types.ts'

/** What the control planes of AWS's services show and act upon: all that runs here. */
export interface Estate extends Pick<Context, 'system' | 'state' | 'ports' | 'say'> {
  readonly runtimes: Readonly<Record<'ecs' | 'eks' | 'asg', Runtime>>
  readonly engines: Pick<Engines, 'of' | 'aurora' | 'rebootable'>
  readonly entries: Pick<Entries, 'alb'>
  /** Endpoints that stay when a cluster fails over, such as `aurora_writer`; empty before the start. */
  readonly consoles: ReadonlyMap<string, Address>
  /** When all of it was made: the creation time of what has none of its own. */
  readonly since: Date
}

/** Workloads of those places that run in copies, with their ids. */
export const workloadsOn = (
  { system }: Pick<Estate, 'system'>,
  ...on: readonly LongRunning['on'][]
): readonly (readonly [string, LongRunning])[] =>
  Object.entries(system.workloads).filter((it): it is [string, LongRunning] =>
    (on as readonly string[]).includes(it[1].on),
  )

/** Resources of one kind, with their ids. */
export const resourcesOf = <K extends Resource['kind']>({ system }: Pick<Estate, 'system'>, kind: K) =>
  Object.entries(system.resources).filter(
    (it): it is [string, Extract<Resource, { kind: K }>] => it[1].kind === kind,
  )

/** Entries of one kind, with their ids. */
export const entriesOf = <K extends Entry['kind']>({ system }: Pick<Estate, 'system'>, kind: K) =>
  Object.entries(system.entries).filter(
    (it): it is [string, Extract<Entry, { kind: K }>] => it[1].kind === kind,
  )

/** Lets work go on that AWS answers before it is done; where it fails, that is said. */
export function inBackground({ say }: Pick<Estate, 'say'>, what: string, work: Promise<unknown>): void {
  work.catch((error: Error) => say({ part: 'aws', what: `${what} failed`, detail: { why: error.message } }))
}

/** True from the start of a copy's process until it is told to end. */
export const runs = ({ state }: Copy): boolean => state === 'starting' || state === 'running'
