import type { Command } from 'commander'
import { alone } from '../local/alone.ts'
import {
  type Daemon,
  endLeftOvers,
  readDaemon,
  spawnSupervisor,
  stopSupervisor,
  untilReady,
  writeDaemon,
} from '../local/daemon.ts'
import { takenPorts } from '../local/listener.ts'
import { tooFewFiles } from '../local/open-files.ts'
import { platform } from '../model/platform.ts'
import { CliError, exit } from './errors.ts'
import { untilInterrupted } from './interrupt.ts'
import { type Common, checkedPlace, common, timeScaleOption } from './options.ts'
import { progress, result, resultJson } from './output.ts'
import { commandOf, lockOf, type Place, root } from './place.ts'
import { checkAnswers, fetchStatus, statusText } from './status.ts'

interface Options extends Common {
  readonly timeScale?: number
  readonly stress?: true
}

export function register(command: Command): void {
  common(command)
    .description('boot the system: engines, services, load balancers, the AWS endpoint')
    .addOption(timeScaleOption())
    .option('--stress', 'open the stress listeners of the workloads')
    .action(async (options: Options) => {
      const place = checkedPlace(options)
      await up(place, options)
      const status = await fetchStatus(place)
      if (options.json) resultJson(status)
      else result(statusText(status))
    })
}

type Wanted = Pick<Options, 'timeScale' | 'stress'>

/** Boots the system where it is not up; resolves when all is healthy. Ctrl-C and SIGTERM end what was begun. */
export async function up(place: Place, wanted: Wanted): Promise<void> {
  const waiting = () =>
    progress(`another ./cafe starts ${place.system.id} or deletes its state: waiting for it`)
  await untilInterrupted((signal) => alone(lockOf(place), waiting, () => upAlone(place, wanted, signal)))
}

async function upAlone(place: Place, wanted: Wanted, signal: AbortSignal): Promise<void> {
  const running = readDaemon(place.state)
  if (running) {
    await checkAnswers(place, running)
    checkRunning(place, running, wanted)
  }
  const started = Date.now()
  const pid = running?.pid ?? (await boot(place, wanted))
  // of a boot that another began the events are told there
  await ready(place, pid, { signal, tell: running ? () => {} : progress })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  progress(running ? `${place.system.id} is up already` : `all healthy after ${seconds} s`)
}

/** Starts the supervisor, after what an earlier run left behind has ended; gives its pid. */
async function boot({ system, profile, state, ports }: Place, wanted: Wanted): Promise<number> {
  const left = await endLeftOvers(state)
  if (left.length > 0) progress(`ended what an earlier run left behind: ${left.join(', ')}`)
  const taken = await takenPorts(ports)
  if (taken.length > 0) {
    const lines = ['ports in use by something else:', ...taken, 'End it, then run again.']
    throw new CliError(lines.join('\n'), exit.prerequisite)
  }
  const tooFew = await tooFewFiles()
  if (tooFew) throw new CliError(tooFew, exit.prerequisite)
  const timeScale = wanted.timeScale ?? platform.defaultTimeScale
  const args = ['--system', system.id, '--profile', profile, '--time-scale', String(timeScale)]
  const pid = spawnSupervisor(root, state, [...args, ...(wanted.stress ? ['--stress'] : [])])
  writeDaemon(state, { pid, timeScale, ports })
  return pid
}

interface Watching {
  readonly signal: AbortSignal
  readonly tell: (line: string) => void
}

async function ready({ state }: Place, pid: number, { signal, tell }: Watching): Promise<void> {
  try {
    await untilReady(state, pid, (event) => tell(`${event.part}: ${event.what}`), signal)
  } catch (error) {
    if (signal.aborted) progress('interrupted: stopping what was started')
    await stopSupervisor(state)
    if (signal.aborted) throw new CliError('interrupted before all was up', exit.stopped)
    throw new CliError((error as Error).message, exit.noBoot)
  }
}

function checkRunning(place: Place, { timeScale, stressToken }: Daemon, wanted: Wanted): void {
  const [{ id }, again] = [place.system, `run ${commandOf(place, 'down')} first`]
  if (wanted.timeScale !== undefined && timeScale !== wanted.timeScale)
    throw new CliError(`${id} is up at time scale ${timeScale}: ${again} to change it to ${wanted.timeScale}`)
  if (wanted.stress && !stressToken)
    throw new CliError(`${id} is up without its stress listeners: ${again} to open them`)
}
