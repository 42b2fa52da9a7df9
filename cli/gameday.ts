import { Argument, type Command } from 'commander'
import { type GameDayEnd, gameday } from '../chaos/gameday/gameday.ts'
import type { Playbook } from '../chaos/gameday/playbook.ts'
import { playbookOf } from '../chaos/playbooks/index.ts'
import { drillsOf } from '../chaos/systems.ts'
import { driving } from './driver.ts'
import { CliError } from './errors.ts'
import { untilInterrupted } from './interrupt.ts'
import { type Common, checkedPlace, common, timeScaleOption, whole } from './options.ts'
import { progress, result, resultJson } from './output.ts'
import { boardUrl, commandOf, type Place } from './place.ts'
import { siteOf } from './sites.ts'
import { summaryOf } from './summary.ts'
import { type Targeted, targeted } from './target.ts'
import { up } from './up.ts'

interface Options extends Common, Targeted {
  readonly timeScale?: number
  readonly seed?: number
}

const SEEDS = 2 ** 31

export function register(command: Command): void {
  targeted(common(command))
    .description('boot the system where it is not up, and play a scored game day on it')
    .addArgument(new Argument('[playbook]', "which playbook; the system's first where none is named"))
    .addOption(timeScaleOption())
    .option('--seed <n>', 'seed of the load', whole('--seed', 1, SEEDS))
    .action(async (named: string | undefined, options: Options) => {
      const place = checkedPlace(options)
      const playbook = findPlaybook(place.system.id, named)
      const end = await driving(place, options.target, `gameday ${playbook.id}`, async () => {
        if (options.target === 'local') await up(place, options)
        return untilInterrupted(async (signal) =>
          gameday(await siteOf(place, options), playbook, {
            err: process.stderr,
            signal,
            ...(options.seed ? { seed: options.seed } : {}),
          }),
        )
      })
      tell(end, options.json)
      if (options.target === 'local') tellUp(place)
      process.exitCode = end.exitCode
    })
}

function findPlaybook(system: string, named: string | undefined): Playbook {
  const [first] = drillsOf(system).playbooks
  const id = named ?? first?.id
  if (id === undefined) throw new CliError(`${system} has no playbook: name one in chaos/systems.ts`)
  try {
    return playbookOf(system, id)
  } catch (error) {
    throw new CliError((error as Error).message)
  }
}

function tellUp(place: Place): void {
  progress(`\nThe system is still up: ${boardUrl(place)} shows it, ${commandOf(place, 'down')} ends it.`)
}

function tell(end: GameDayEnd, json: true | undefined): void {
  if (end.problems.length > 0) throw new CliError(end.problems.join('\n'), end.exitCode)
  if (json)
    resultJson({
      exit_code: end.exitCode,
      journal: end.journalPath,
      report: end.reportPath,
      outcome: end.journal?.verdict.outcome,
      score: end.journal?.score,
      not_counted: end.journal?.verdict.notCounted,
      misses: end.journal?.verdict.misses,
      remarks: end.journal?.remarks,
      invariants: end.journal?.invariants,
    })
  else result(summaryOf(end))
}
