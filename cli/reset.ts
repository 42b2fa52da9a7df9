import { existsSync, rmSync } from 'node:fs'
import type { Command } from 'commander'
import { readDaemon } from '../local/daemon.ts'
import { CliError } from './errors.ts'
import { type Common, common } from './options.ts'
import { progress, resultJson } from './output.ts'
import { placeOf } from './place.ts'

export function register(command: Command): void {
  common(command)
    .description("delete the system's state: databases, journal, logs, reports")
    .action((options: Common) => {
      const { system, state } = placeOf(options)
      if (readDaemon(state)) throw new CliError(`${system.id} is up: run ./cafe down first`)
      const had = existsSync(state)
      rmSync(state, { recursive: true, force: true })
      if (options.json) resultJson({ deleted: had ? state : null })
      else progress(had ? `deleted ${state}` : 'there was no state')
    })
}
