import { join } from 'node:path'
import { Argument, type Command } from 'commander'
import { loadFindings, startLoad } from '../loadtests/load.ts'
import { CliError, exit } from './errors.ts'
import { type Common, checkedPlace, common, number } from './options.ts'
import { progress, result, resultJson } from './output.ts'
import { localSite } from './site.ts'

interface Options extends Common {
  readonly seed?: number
}

const SEEDS = 2 ** 31
const EVERY_MS = 5000

export function register(command: Command): void {
  common(command)
    .description('send k6 through the journeys of a load scenario; the system must be up')
    .addArgument(new Argument('<scenario>', 'id of a load of the model, such as smoke or morning-rush'))
    .option('--seed <n>', 'seed of the visitors', number('--seed', 1, SEEDS))
    .action(async (scenario: string, options: Options) => {
      const place = checkedPlace(options)
      const site = await localSite(place)
      const findings = loadFindings(site, scenario)
      if (findings.length > 0) throw new CliError(findings.join('\n'))
      const folder = join(
        place.state,
        'loads',
        `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${scenario}`,
      )
      const load = startLoad(site, scenario, { folder, ...(options.seed ? { seed: options.seed } : {}) })
      process.once('SIGINT', load.stop)
      process.once('SIGTERM', load.stop)
      const ticking = setInterval(() => tick(load), EVERY_MS)
      const { verdict, summary } = await load.done.finally(() => clearInterval(ticking))
      if (options.json) resultJson({ verdict, folder, summary })
      else result(`${verdict}\n${JSON.stringify(summary, null, 2)}\n${folder}`)
      if (verdict !== 'met') process.exitCode = verdict === 'stopped' ? exit.stopped : exit.hypothesisNotMet
    })
}

function tick(load: ReturnType<typeof startLoad>): void {
  const requests = load.read()
  const failed = requests.filter((it) => !it.ok).length
  const elapsed = Math.round((Date.now() - load.startedAt) / 1000)
  progress(
    `${elapsed}/${Math.round(load.seconds)} s: ${Math.round((requests.length * 1000) / EVERY_MS)} requests/s, ${failed} failed`,
  )
}
