import { FisClient, ListExperimentsCommand, StopExperimentCommand } from '@aws-sdk/client-fis'
import type { Command } from 'commander'
import { runningExperiments, stopExperiments } from '../chaos/gameday/faults.ts'
import { clearLeftOvers } from '../chaos/gameday/left-overs.ts'
import { stageOf } from '../chaos/gameday/site.ts'
import { recover } from '../local/aws/fis/recover.ts'
import { readDaemon } from '../local/daemon.ts'
import { platform } from '../model/platform.ts'
import { CliError, exit } from './errors.ts'
import { type Common, checkedPlace, common } from './options.ts'
import { progress, resultJson } from './output.ts'
import type { Place } from './place.ts'
import { type Targeted, targeted } from './target.ts'

const RUNNING = ['pending', 'initiating', 'running']

export function register(command: Command): void {
  targeted(common(command))
    .description('stop every experiment that runs, and clear what a crash left of faults')
    .action(async (options: Common & Targeted) => {
      const place = checkedPlace(options)
      if (options.target === 'aws') return recoverAws(place, options)
      const stopped = readDaemon(place.state) ? await stopAll(place) : []
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

/** FIS undoes what it did as an experiment stops: there is nothing of ours to clear. */
async function recoverAws(place: Place, options: Common & Targeted): Promise<void> {
  const { awsSite } = await import('./aws-site.ts')
  const site = await awsSite(place, options)
  const stage = stageOf(site)
  try {
    const found = await runningExperiments(stage)
    const left = await stopExperiments(stage, () => runningExperiments(stage))
    await clearLeftOvers(site.state)
    const stopped = found.filter((it) => !left.includes(it))
    if (options.json) resultJson({ stopped, left })
    else progress(`${stopped.length} experiments of ${place.system.id} stopped`)
    if (left.length > 0) throw new CliError(`still running: ${left.join(', ')}`, exit.undoIncomplete)
  } finally {
    stage.clients.close()
  }
}

async function stopAll({ system, ports }: Place): Promise<readonly string[]> {
  const endpoint = `http://${platform.host}:${ports.aws}`
  const fis = new FisClient({ endpoint, region: system.region, credentials: platform.credentials })
  const { experiments = [] } = await fis.send(new ListExperimentsCommand({}))
  const running = experiments.filter((it) => RUNNING.includes(it.state?.status ?? ''))
  await Promise.all(running.map(({ id }) => fis.send(new StopExperimentCommand({ id }))))
  return running.map((it) => it.id!)
}
