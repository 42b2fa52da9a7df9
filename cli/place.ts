import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Daemon, readDaemon } from '../local/daemon.ts'
import type { Ports } from '../local/types.ts'
import type { System } from '../model/kinds.ts'
import { type Profile, portsOf, stateFolder } from '../model/names.ts'
import { systemOf } from '../model/systems/index.ts'
import { CliError, exit } from './errors.ts'

/** The checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** Which system a command means, and where it lives on this machine. */
export interface Place {
  readonly system: System
  readonly profile: Profile
  /** Absolute path of its state. */
  readonly state: string
  readonly ports: Ports
}

/** The place that `--system` and `--profile` name. */
export function placeOf(options: { readonly system: string; readonly profile: Profile }): Place {
  const system = systemOf(options.system)
  const { profile } = options
  return { system, profile, state: join(root, stateFolder(system, profile)), ports: portsOf(profile) }
}

/** The supervisor that runs; where there is none, an error that says how to start it. */
export function runningDaemon({ system, state }: Place): Daemon {
  const daemon = readDaemon(state)
  if (!daemon) throw new CliError(`${system.id} is not up: run ./cafe up`, exit.prerequisite)
  return daemon
}
