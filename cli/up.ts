import type { Command } from 'commander'
import { endLeftOvers, readDaemon, spawnSupervisor, takenPorts, untilReady } from '../local/daemon.ts'
import { CliError, exit } from './errors.ts'
import { type Common, checkedPlace, common, timeScaleOption } from './options.ts'
import { progress, result, resultJson } from './output.ts'
import { type Place, root } from './place.ts'
import { fetchStatus, statusText } from './status.ts'

interface Options extends Common {
  readonly timeScale: number
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

/** Boots the system where it is not up; resolves when all is healthy. */
export async function up(
  place: Place,
  { timeScale, stress }: Pick<Options, 'timeScale' | 'stress'>,
): Promise<void> {
  const { system, state } = place
  const running = readDaemon(state)
  if (running) return alreadyUp(system.id, running.timeScale, timeScale)
  const left = await endLeftOvers(state)
  if (left.length > 0) progress(`ended what an earlier run left behind: ${left.join(', ')}`)
  const taken = await takenPorts(place.ports)
  if (taken.length > 0) {
    throw new CliError(
      `ports in use by something else: ${taken.join(', ')}. End it (ss -ltnp shows it), then run again.`,
      exit.prerequisite,
    )
  }
  const started = Date.now()
  const args = [
    '--system',
    system.id,
    '--profile',
    place.profile,
    '--time-scale',
    String(timeScale),
    ...(stress ? ['--stress'] : []),
  ]
  const pid = spawnSupervisor(root, state, args)
  await untilReady(state, pid, (event) => progress(`${event.part}: ${event.what}`)).catch((error: Error) => {
    throw new CliError(error.message, exit.noBoot)
  })
  progress(`all healthy after ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

function alreadyUp(system: string, has: number, wants: number): void {
  if (has !== wants) {
    throw new CliError(`${system} is up at time scale ${has}: run ./cafe down first to change it to ${wants}`)
  }
  progress(`${system} is up already`)
}
