import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Daemon, readDaemon } from '../local/daemon.ts'
import type { System } from '../model/kinds.ts'
import { stateFolder } from '../model/names.ts'
import { CliError, exit } from './errors.ts'

/** The checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url))
/** Where the system keeps its state. */
export const stateOf = (system: System): string => join(root, stateFolder(system))

/** The supervisor that runs; where there is none, an error that says how to start it. */
export function runningDaemon(system: System): Daemon {
  const daemon = readDaemon(stateOf(system))
  if (!daemon) throw new CliError(`${system.id} is not up: run ./cafe up`, exit.prerequisite)
  return daemon
}
