import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Daemon, readDaemon } from '../local/daemon.ts'
import type { Ports } from '../local/types.ts'
import type { System } from '../model/kinds.ts'
import { type Profile, portsOf, profiles, stateFolder } from '../model/names.ts'
import { platform } from '../model/platform.ts'
import { defaultSystem, portBlockOf, systemOf } from '../model/systems/index.ts'
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
  return {
    system,
    profile,
    state: join(root, stateFolder(system, profile)),
    ports: portsOf(profile, portBlockOf(system)),
  }
}

/** Held by the command that starts the system or deletes its state. */
export const lockOf = ({ state }: Place): string => `${state}.lock`

/** A command as the user has to type it for that place, such as `./cafe up --profile test`. */
export function commandOf({ system, profile }: Place, name: string): string {
  const flags = [
    system.id === defaultSystem ? '' : ` --system ${system.id}`,
    profile === 'local' ? '' : ` --profile ${profile}`,
  ]
  return `./cafe ${name}${flags.join('')}`
}

/** The page that shows the system live, once it is up. */
export const boardUrl = ({ ports }: Pick<Place, 'ports'>): string => `http://${platform.host}:${ports.board}`

/** The supervisor that runs; where there is none, an error that says how to start it. */
export function runningDaemon(place: Place): Daemon {
  const daemon = readDaemon(place.state)
  if (!daemon)
    throw new CliError(
      `${place.system.id} is not up: run ${commandOf(place, 'up')}${elsewhere(place)}`,
      exit.prerequisite,
    )
  return daemon
}

/** Says in which other profiles the system is up. */
function elsewhere({ system, profile }: Place): string {
  const others = profiles.filter(
    (other) => other !== profile && readDaemon(placeOf({ system: system.id, profile: other }).state),
  )
  return others.length === 0 ? '' : ` (it is up with ${others.map((it) => `--profile ${it}`).join(', ')})`
}
