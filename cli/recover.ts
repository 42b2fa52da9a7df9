import { FisClient, ListExperimentsCommand, StopExperimentCommand } from '@aws-sdk/client-fis'
import type { Command } from 'commander'
import { clearLeftOvers } from '../chaos/gameday/left-overs.ts'
import { recover } from '../local/aws/fis/recover.ts'
import { readDaemon } from '../local/daemon.ts'
import { platform } from '../model/platform.ts'
import { CliError, exit } from './errors.ts'
import { type Common, checkedPlace, common } from './options.ts'
import { progress, resultJson } from './output.ts'
import type { Place } from './place.ts'

const RUNNING = ['pending', 'initiating', 'running']

export function register(command: Command): void {
  common(command)
    .description('stop every experiment that runs, and clear what a crash left of faults')
    .action(async (options: Common) => {
      const place = checkedPlace(options)
      const stopped = readDaemon(place.state) ? await stopExperiments(place) : []
      await clearLeftOvers(place.state)
      const cleared = await recover(place.state)
      const left = cleared.filter((it) => it.problem !== null)
      if (options.json) resultJson({ stopped, cleared })
      else progress(`${stopped.length} experiments stopped, ${cleared.length - left.length} faults cleared`)
      if (left.length === 0) return
      const lines = left.map((it) => `${it.experiment} ${it.action} (${it.actionId}): ${it.problem}`)
      throw new CliError(`not cleared:\n${lines.join('\n')}`, exit.undoIncomplete)
    })
}

async function stopExperiments({ system, ports }: Place): Promise<readonly string[]> {
  const endpoint = `http://${platform.host}:${ports.aws}`
  const fis = new FisClient({ endpoint, region: system.region, credentials: platform.credentials })
  const { experiments = [] } = await fis.send(new ListExperimentsCommand({}))
  const running = experiments.filter((it) => RUNNING.includes(it.state?.status ?? ''))
  await Promise.all(running.map(({ id }) => fis.send(new StopExperimentCommand({ id }))))
  return running.map((it) => it.id!)
}
