import { FisClient, ListExperimentsCommand, StopExperimentCommand } from '@aws-sdk/client-fis'
import type { Command } from 'commander'
import { recover } from '../local/aws/fis/recover.ts'
import { readDaemon } from '../local/daemon.ts'
import type { System } from '../model/kinds.ts'
import { awsEndpoint } from '../model/names.ts'
import { platform } from '../model/platform.ts'
import { CliError, exit } from './errors.ts'
import { checkedSystem, common } from './options.ts'
import { progress, resultJson } from './output.ts'
import { stateOf } from './place.ts'

const RUNNING = ['pending', 'initiating', 'running']

export function register(command: Command): void {
  common(command)
    .description('stop every experiment that runs, and clear what a crash left of faults')
    .action(async (options: { system: string; json?: true }) => {
      const system = checkedSystem(options.system)
      const stopped = readDaemon(stateOf(system)) ? await stopExperiments(system) : []
      const cleared = await recover(stateOf(system))
      const left = cleared.filter((it) => it.problem !== null)
      if (options.json) resultJson({ stopped, cleared })
      else progress(`${stopped.length} experiments stopped, ${cleared.length - left.length} faults cleared`)
      if (left.length === 0) return
      const lines = left.map((it) => `${it.experiment} ${it.action} (${it.actionId}): ${it.problem}`)
      throw new CliError(`not cleared:\n${lines.join('\n')}`, exit.undoIncomplete)
    })
}

async function stopExperiments(system: System): Promise<readonly string[]> {
  const fis = new FisClient({ endpoint: awsEndpoint(), region: system.region, credentials: platform.credentials })
  const { experiments = [] } = await fis.send(new ListExperimentsCommand({}))
  const running = experiments.filter((it) => RUNNING.includes(it.state?.status ?? ''))
  await Promise.all(running.map(({ id }) => fis.send(new StopExperimentCommand({ id }))))
  return running.map((it) => it.id!)
}
