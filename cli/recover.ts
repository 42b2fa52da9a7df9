import type { Command } from 'commander'
import { runningExperiments, stopExperiments } from '../chaos/gameday/faults.ts'
import { clearLeftOvers } from '../chaos/gameday/left-overs.ts'
import { type Site, stageOf } from '../chaos/gameday/site.ts'
import { recover } from '../local/aws/fis/recover.ts'
import { readDaemon } from '../local/daemon.ts'
import { CliError, exit } from './errors.ts'
import { type Common, checkedPlace, common } from './options.ts'
import { progress, resultJson } from './output.ts'
import type { Place } from './place.ts'
import { localSite } from './site.ts'
import { type Targeted, targeted } from './target.ts'

/** Ids of experiments: those that were stopped, and those that would not end in time. */
interface Stopped {
  readonly stopped: readonly string[]
  readonly left: readonly string[]
}

export function register(command: Command): void {
  targeted(common(command))
    .description('stop every experiment that runs, and clear what a crash left of faults')
    .action(async (options: Common & Targeted) => {
      const place = checkedPlace(options)
      const site = await siteOf(place, options)
      const { stopped, left } = site ? await stopAll(site) : { stopped: [], left: [] }
      await clearLeftOvers(site?.state ?? place.state)
      // on AWS FIS undoes what it did as an experiment stops: there is nothing of ours to clear
      const cleared = options.target === 'aws' ? [] : await recover(place.state)
      const stuck = cleared.filter((it) => it.problem !== null)
      if (options.json) resultJson({ stopped, left, cleared })
      else progress(`${stopped.length} experiments stopped, ${cleared.length - stuck.length} faults cleared`)
      const lines = [
        ...left.map((id) => `${id} still runs`),
        ...stuck.map((it) => `${it.experiment} ${it.action} (${it.actionId}): ${it.problem}`),
      ]
      if (lines.length > 0) throw new CliError(`not cleared:\n${lines.join('\n')}`, exit.undoIncomplete)
    })
}

/** Where FIS is; null where no local one runs. */
async function siteOf(place: Place, options: Common & Targeted): Promise<Site | null> {
  if (options.target !== 'aws') return readDaemon(place.state) ? localSite(place) : null
  const { awsSite } = await import('./aws-site.ts')
  return awsSite(place, options)
}

async function stopAll(site: Site): Promise<Stopped> {
  const stage = stageOf(site)
  try {
    const found = await runningExperiments(stage)
    const left = await stopExperiments(stage, () => runningExperiments(stage))
    return { stopped: found.filter((it) => !left.includes(it)), left }
  } finally {
    stage.clients.close()
  }
}
