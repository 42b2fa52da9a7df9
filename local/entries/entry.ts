import type { Entry, System } from '../../model/kinds.ts'
import type { LambdaRuntime } from '../runtimes/lambda/runtime.ts'
import type { Copy } from '../types.ts'
import type { Traffic } from './traffic.ts'
import type { ZonalShifts } from './zonal-shifts.ts'

/** What entries send to. */
export interface EntryParts {
  readonly copies: (workload: string) => readonly Copy[]
  readonly traffic: Traffic
  readonly shifts: ZonalShifts
  /** Invokes a function of the system. */
  readonly invoke: LambdaRuntime['invoke']
}

/** A hop that listens on this machine. */
export interface EntryServer {
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
  /** The port it listens on; 0 before it has started. */
  readonly port: () => number
}

/** The entry of that id and kind; an error where the system has none. */
export function entryOf<K extends Entry['kind']>(
  system: System,
  id: string,
  kind: K,
): Extract<Entry, { kind: K }> {
  const entry = system.entries[id]
  if (entry?.kind === kind) return entry as Extract<Entry, { kind: K }>
  throw new Error(`${system.id} has no ${kind} '${id}'`)
}
