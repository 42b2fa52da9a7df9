import type { Command } from 'commander'
import type { Status } from '../local/status.ts'
import { CliError, exit } from './errors.ts'
import { type Common, common } from './options.ts'
import { result, resultJson, table } from './output.ts'
import { boardUrl, commandOf, type Place, placeOf, runningDaemon } from './place.ts'
import { type Targeted, targeted } from './target.ts'

export function register(command: Command): void {
  targeted(common(command))
    .description('what is up: endpoints, engines, copies, alarms')
    .action(async (options: Common & Targeted) => {
      if (options.target === 'aws') return tellAws(options)
      const status = await fetchStatus(placeOf(options))
      if (options.json) resultJson(status)
      else result(statusText(status))
    })
}

async function tellAws(options: Common & Targeted): Promise<void> {
  const { awsSite } = await import('./aws-site.ts')
  const { awsStatus, awsStatusText } = await import('./aws-status.ts')
  const status = await awsStatus(await awsSite(placeOf(options), options))
  if (options.json) resultJson(status)
  else result(awsStatusText(status))
}

/** Asks the supervisor; where it is not up, an error that says how to start it. */
export async function fetchStatus(place: Place): Promise<Status> {
  const { ports } = runningDaemon(place)
  const response = await fetch(`${boardUrl({ ports })}/status`).catch((error: Error) => {
    throw new CliError(
      `the supervisor of ${place.system.id} does not answer (${error.message}): ${commandOf(place, 'logs supervisor')}`,
      exit.noBoot,
    )
  })
  return (await response.json()) as Status
}

/** The status for people. */
export function statusText(status: Status): string {
  const workloads = Object.entries(status.workloads).map(([id, it]) => [
    id,
    it.on,
    `${it.copies.filter((copy) => copy.healthy).length}/${it.desired}`,
    it.copies.map((copy) => `${Math.round(copy.cpu_percent)}%`).join(' '),
  ])
  const engines = status.engines.map((it) => [
    it.id,
    it.health ?? 'ok',
    it.processes.map((p) => p.pid).join(' '),
  ])
  const alarms = status.alarms.map((it) => [it.name, it.state])
  return [
    `${status.system} at time scale ${status.time_scale}`,
    table(['workload', 'on', 'healthy', 'cpu'], workloads),
    table(['engine', 'health', 'pids'], engines),
    table(['alarm', 'state'], alarms),
    table(['endpoint', 'url'], Object.entries(status.endpoints)),
  ].join('\n\n')
}
