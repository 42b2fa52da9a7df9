import { setTimeout as sleep } from 'node:timers/promises'
import type { Fn } from '../../model/kinds.ts'
import { platform } from '../../model/platform.ts'
import { driverOf, driving } from '../driver.ts'
import { CliError, exit } from '../errors.ts'
import { untilInterrupted } from '../interrupt.ts'
import { progress, result, resultJson } from '../output.ts'
import type { Place } from '../place.ts'
import type { AvalancheOptions } from './avalanche-options.ts'
import { avalancheProgress, avalancheText } from './avalanche-result.ts'
import { runAvalanche } from './avalanche-run.ts'

const LOOK_MS = 100

/** What `./cafe stress <workload>` takes, beside what every command does. */
export interface StressOptions {
  readonly stop?: true
  readonly seconds?: number
  readonly json?: true
}

/** Plays the avalanche on a function and tells what came of it; or ends the one that another command plays. */
export async function stressFunction(
  place: Place,
  id: string,
  workload: Fn,
  enabled: Pick<AvalancheOptions, 'token' | 'timeScale'>,
  options: StressOptions,
): Promise<void> {
  if (options.stop) return stop(place, id, options)
  const { stress } = workload
  if (stress?.p99DurationMs === undefined)
    throw new CliError(`the stress of '${id}' has no target for its p99`)
  const run = (signal: AbortSignal) => {
    progress(`${stress.title} on ${id}; Ctrl-C calls off what has not begun`)
    sayRoom(workload)
    return runAvalanche({
      ...enabled,
      system: place.system,
      endpoint: `http://${platform.host}:${place.ports.aws}`,
      id,
      workload,
      stress: { ...stress, p99DurationMs: stress.p99DurationMs! },
      signal,
      tell: (count, elapsed, offered) => progress(avalancheProgress(count, elapsed, offered)),
      ...(options.seconds === undefined ? {} : { seconds: options.seconds }),
    })
  }
  const ended = await driving(place, 'local', stressName(id), () => untilInterrupted(run))
  if (ended.stopped) process.exitCode = exit.stopped
  if (options.json) resultJson(ended)
  else result(avalancheText(ended))
}

/** What a stress run is called where the driver of the system is named. */
export const stressName = (id: string): string => `stress ${id}`

/** Pid of the command that drives a run of that workload now, or null. */
export function stressingPid(place: Place, id: string): number | null {
  const driver = driverOf(place)
  return driver?.what === stressName(id) ? driver.pid : null
}

async function stop(place: Place, id: string, { json }: StressOptions): Promise<void> {
  const pid = stressingPid(place, id)
  if (pid) {
    process.kill(pid, 'SIGINT')
    while (stressingPid(place, id) === pid) await sleep(LOOK_MS)
  }
  if (json) resultJson({ workload: id, ended: pid ? [pid] : [] })
  else result(pid ? `the run of process ${pid} is ended` : `no run of ${id} is under way`)
}

/** Says where memory lets fewer environments come up than the function may have. */
function sayRoom({ reservedConcurrency }: Fn): void {
  const freeMiB = process.availableMemory() / 1024 ** 2
  const room = Math.max(1, Math.floor((freeMiB - platform.reserveMiB) / platform.copyMiB))
  if (room >= reservedConcurrency) return
  progress(
    `${Math.round(freeMiB)} MiB of memory are free: room for ${room} of ${reservedConcurrency} environments, the rest waits for those`,
  )
}
