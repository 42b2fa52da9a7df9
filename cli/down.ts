import type { Command } from 'commander'
import { readDaemon, stopSupervisor } from '../local/daemon.ts'
import { type Common, common } from './options.ts'
import { progress, resultJson } from './output.ts'
import { placeOf } from './place.ts'

export function register(command: Command): void {
  common(command)
    .description('stop every process that up started; state stays')
    .action(async (options: Common) => {
      const { state } = placeOf(options)
      const wasUp = readDaemon(state) !== null
      const left = await stopSupervisor(state)
      if (options.json) resultJson({ was_up: wasUp, ended_by_force: left })
      else
        progress(
          wasUp ? 'stopped' : left.length > 0 ? `ended what was left: ${left.join(', ')}` : 'nothing was up',
        )
    })
}
