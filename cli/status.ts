import type { Command } from 'commander'
import type { Daemon } from '../local/daemon.ts'
import { isStopped } from '../local/process-stats.ts'
import { httpGreeting, speaks } from '../local/speaks.ts'
import type { Status } from '../local/status.ts'
import { platform } from '../model/platform.ts'
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

/** Less than three seconds, together with what a command needs to start. */
const ANSWER_MS = 1_800

/** Asks the supervisor; where it is not up or hangs, an error that says what to do. */
export async function fetchStatus(place: Place): Promise<Status> {
  const daemon = runningDaemon(place)
  await checkAnswers(place, daemon)
  const response = await fetch(`${boardUrl(daemon)}/status`, {
    signal: AbortSignal.timeout(ANSWER_MS),
  }).catch((error: Error) => {
    throw silent(place, daemon, error.message)
  })
  return (await response.json()) as Status
}

/** Refuses a supervisor that lives but takes no request, within two seconds. */
export async function checkAnswers(place: Place, daemon: Daemon): Promise<void> {
  if (isStopped(daemon.pid)) throw silent(place, daemon, 'it is stopped')
  const at = { host: platform.host, port: daemon.ports.board }
  if (!(await speaks(at, httpGreeting(at, '/icon.svg'), ANSWER_MS)))
    throw silent(place, daemon, `silent for ${ANSWER_MS / 1000} s`)
}

const silent = (place: Place, { pid }: Daemon, why: string): CliError =>
  new CliError(
    `the supervisor of ${place.system.id} (pid ${pid}) does not answer: ${why}. ` +
      `${commandOf(place, 'down')} ends it and all that it started; ${commandOf(place, 'logs supervisor')} may tell why.`,
    exit.noBoot,
  )

/** The status for people. */
export function statusText(status: Status): string {
  const workloads = Object.entries(status.workloads).map(([id, it]) => [
    id,
    it.on,
    `${it.copies.filter((copy) => copy.healthy).length}/${it.desired}`,
    it.copies.map((copy) => `${Math.round(copy.cpu_percent)}%`).join(' '),
  ])
  const functions = Object.entries(status.functions).map(([id, it]) => [
    id,
    String(it.environments),
    String(it.busy),
  ])
  const engines = status.engines.map((it) => [
    it.id,
    it.health ?? 'ok',
    it.processes.map((p) => p.pid).join(' '),
  ])
  const alarms = status.alarms.map((it) => [it.name, it.state])
  const tables = [
    section(['workload', 'on', 'healthy', 'cpu'], workloads),
    section(['function', 'environments', 'busy'], functions),
    section(['engine', 'health', 'pids'], engines),
    section(['alarm', 'state'], alarms),
    section(['endpoint', 'url'], Object.entries(status.endpoints)),
  ]
  return [`${status.system} at time scale ${status.time_scale}`, ...tables.flat()].join('\n\n')
}

/** A table, where there is something to tell. */
const section = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length > 0 ? [table(head, rows)] : []
