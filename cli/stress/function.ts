import type { Fn } from '../../model/kinds.ts'
import { platform } from '../../model/platform.ts'
import { CliError, exit } from '../errors.ts'
import { untilInterrupted } from '../interrupt.ts'
import { progress, result, resultJson } from '../output.ts'
import type { Place } from '../place.ts'
import type { AvalancheOptions } from './avalanche-options.ts'
import { avalancheProgress, avalancheText } from './avalanche-result.ts'
import { runAvalanche } from './avalanche-run.ts'
import { drivingPid, endRun, recordRun } from './run-record.ts'

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
  const driving = drivingPid(place.state, id)
  if (options.stop) return stop(place, id, driving, options)
  if (driving)
    throw new CliError(`a run is under way (process ${driving}): ./cafe stress ${id} --stop ends it`)
  const { stress } = workload
  if (stress?.p99DurationMs === undefined)
    throw new CliError(`the stress of '${id}' has no target for its p99`)
  progress(`${stress.title} on ${id}; Ctrl-C calls off what has not begun`)
  sayRoom(workload)
  const forget = recordRun(place.state, id)
  const ended = await untilInterrupted((signal) =>
    runAvalanche({
      ...enabled,
      system: place.system,
      endpoint: `http://${platform.host}:${place.ports.aws}`,
      id,
      workload,
      stress: { ...stress, p99DurationMs: stress.p99DurationMs! },
      signal,
      tell: (count, elapsed, offered) => progress(avalancheProgress(count, elapsed, offered)),
      ...(options.seconds === undefined ? {} : { seconds: options.seconds }),
    }),
  ).finally(forget)
  if (ended.stopped) process.exitCode = exit.stopped
  if (options.json) resultJson(ended)
  else result(avalancheText(ended))
}

async function stop(
  { state }: Place,
  id: string,
  driving: number | null,
  { json }: StressOptions,
): Promise<void> {
  if (driving) await endRun(state, id, driving)
  if (json) resultJson({ workload: id, ended: driving ? [driving] : [] })
  else result(driving ? `the run of process ${driving} is ended` : `no run of ${id} is under way`)
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
