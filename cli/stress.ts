import { Argument, type Command } from 'commander'
import { driving } from './driver.ts'
import { CliError, exit } from './errors.ts'
import { untilInterrupted } from './interrupt.ts'
import { type Common, checkedPlace, common, number } from './options.ts'
import { progress, result, resultJson } from './output.ts'
import { commandOf, type Place, runningDaemon } from './place.ts'
import { type CopyRun, endOnCopies, listenersOf, runOnCopies } from './stress/copies.ts'
import { copiesResult, copiesText, progressText } from './stress/copies-text.ts'
import { type StressOptions, stressFunction, stressName } from './stress/function.ts'
import { scenarioRows, scenariosText } from './stress/list.ts'
import { type Stressed, stressedWorkload } from './stress/scenario.ts'

type Options = Common & StressOptions

const MOST_SECONDS = 86_400

export function register(command: Command): void {
  common(command)
    .description(
      'list the stress scenarios, or run the one of a workload until it ends (needs ./cafe up --stress)',
    )
    .addArgument(new Argument('[workload]', 'its id; without it the scenarios are listed'))
    .option(
      '--seconds <n>',
      "seconds here; the scenario's own, divided by the time scale, unless said",
      number('--seconds', 1, MOST_SECONDS),
    )
    .option('--stop', 'end the run of that workload')
    .action(async (workload: string | undefined, options: Options) => {
      const place = checkedPlace(options)
      if (workload === undefined) await list(place, options)
      else await stress(place, stressedWorkload(place.system, workload), options)
    })
}

async function list(place: Place, { json, stop, seconds }: Options): Promise<void> {
  if (stop || seconds !== undefined) throw new CliError('--stop and --seconds need a workload')
  const rows = await scenarioRows(place)
  if (json) resultJson(rows)
  else result(scenariosText(place, rows))
}

/** The token and the time scale of the system that runs; an error where it is not up with `--stress`. */
function enabled(place: Place) {
  const { stressToken: token, timeScale } = runningDaemon(place)
  if (token) return { token, timeScale }
  const [down, up] = [commandOf(place, 'down'), commandOf(place, 'up --stress')]
  throw new CliError(`stress is off: ${down}, then ${up}`, exit.prerequisite)
}

async function stress(place: Place, it: Stressed, options: Options): Promise<void> {
  const { token, timeScale } = enabled(place)
  if (it.workload.kind === 'function')
    return stressFunction(place, it.id, it.workload, { token, timeScale }, options)
  const listeners = await listenersOf(place, it, token)
  if (listeners.length === 0)
    throw new CliError(
      `no copy of ${it.id} is healthy: ${commandOf(place, 'status')} shows them`,
      exit.prerequisite,
    )
  if (options.stop) return tellCopies(it, await endOnCopies(listeners), options)
  const runs = await driving(place, 'local', stressName(it.id), () =>
    untilInterrupted(async (signal) => {
      progress(`${it.stress.title} on ${listeners.length} copies of ${it.id}; Ctrl-C ends it everywhere`)
      const ended = await runOnCopies(listeners, options.seconds, signal, (now) =>
        progress(progressText(now, it)),
      )
      if (signal.aborted) process.exitCode = exit.stopped
      return ended
    }),
  )
  tellCopies(it, runs, options)
}

function tellCopies(it: Stressed, runs: readonly CopyRun[], { json, stop }: Options): void {
  const ended = copiesResult(it, runs)
  if (json) resultJson(ended)
  else if (stop && runs.length === 0) result(`${it.stress.title} was not running`)
  else result(copiesText(ended, it))
}
