import { existsSync, rmSync } from 'node:fs'
import type { Command } from 'commander'
import { alone } from '../local/alone.ts'
import { endLeftOvers, readDaemon } from '../local/daemon.ts'
import { CliError } from './errors.ts'
import { type Common, common } from './options.ts'
import { progress, resultJson } from './output.ts'
import { commandOf, lockOf, type Place, placeOf } from './place.ts'

export function register(command: Command): void {
  common(command)
    .description("delete the system's state: databases, journal, logs, reports")
    .action(async (options: Common) => {
      const place = placeOf(options)
      const had = existsSync(place.state)
      await reset(place)
      if (options.json) resultJson({ deleted: had ? place.state : null })
      else progress(had ? `deleted ${place.state}` : 'there was no state')
    })
}

async function reset(place: Place): Promise<void> {
  refuseWhileUp(place)
  const waiting = () =>
    progress(`another ./cafe starts ${place.system.id} or deletes its state: waiting for it`)
  await alone(lockOf(place), waiting, async () => {
    refuseWhileUp(place)
    // what a crash left running would write on into what is deleted
    await endLeftOvers(place.state)
    rmSync(place.state, { recursive: true, force: true })
  })
}

function refuseWhileUp(place: Place): void {
  if (readDaemon(place.state))
    throw new CliError(`${place.system.id} is up: run ${commandOf(place, 'down')} first`)
}
