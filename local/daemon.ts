import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readJson, writeJson } from './json-file.ts'
import { isStopped } from './process-stats.ts'
import { killTree, lastLines, leftOvers, signalTo, startTicks } from './processes.ts'
import type { CloudEvent, Ports } from './types.ts'

/** What the supervisor writes down about itself. */
export interface Daemon {
  readonly pid: number
  readonly started: string | null
  readonly timeScale: number
  readonly ports: Ports
  /** Set where the stress listeners are open. */
  readonly stressToken?: string
}

const fileOf = (state: string): string => join(state, 'supervisor.json')
export const eventsFile = (state: string): string => join(state, 'events.ndjson')
export const supervisorLog = (state: string): string => join(state, 'logs', 'supervisor.log')

/** The supervisor that runs now, or null. */
export function readDaemon(state: string): Daemon | null {
  const daemon = readJson<Daemon>(fileOf(state))
  return daemon && daemon.started !== null && startTicks(daemon.pid) === daemon.started ? daemon : null
}

/** Called by who starts the supervisor, and by the supervisor itself before it starts anything. */
export function writeDaemon(state: string, it: Omit<Daemon, 'started'>): void {
  const daemon: Daemon = { started: startTicks(it.pid), ...it }
  // the token in it is for the user alone
  writeJson(fileOf(state), daemon, 0o600)
}

/** Forgets a supervisor that ends, or has ended. */
export const forgetDaemon = (state: string): void => rmSync(fileOf(state), { force: true })

/** Ends what an earlier run left behind, children included; gives their names. */
export async function endLeftOvers(state: string): Promise<readonly string[]> {
  const left = leftOvers(state)
  for (const { pid } of left) end(pid)
  const until = Date.now() + 5000
  while (Date.now() < until && leftOvers(state).length > 0) await sleep(50)
  for (const { pid } of leftOvers(state)) killTree(pid)
  while (leftOvers(state).length > 0) await sleep(20)
  rmSync(join(state, 'run'), { recursive: true, force: true })
  return left.map((it) => it.name)
}

/** Asks a process to end; one that is stopped would not hear it. */
function end(pid: number): void {
  if (isStopped(pid)) killTree(pid)
  else signalTo(pid, 'SIGTERM')
}

/** Starts the supervisor in the background; resolves with its pid at once. */
export function spawnSupervisor(root: string, state: string, args: readonly string[]): number {
  keepPreviousLogs(state)
  rmSync(eventsFile(state), { force: true })
  const log = openSync(supervisorLog(state), 'a', 0o600)
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'local/supervisor.ts'), ...args],
    {
      cwd: root,
      detached: true,
      stdio: ['ignore', log, log],
    },
  )
  closeSync(log)
  child.unref()
  return child.pid!
}

/** Logs are of one run; those of the run before stay beside them. */
function keepPreviousLogs(state: string): void {
  const [logs, previous] = [join(state, 'logs'), join(state, 'logs.previous')]
  rmSync(previous, { recursive: true, force: true })
  if (existsSync(logs)) renameSync(logs, previous)
  mkdirSync(logs, { recursive: true, mode: 0o700 })
}

/**
 * Follows the supervisor's events until the cloud is ready.
 * Throws when the supervisor ends first, with the last lines of its log, and when the signal aborts.
 */
export async function untilReady(
  state: string,
  pid: number,
  onEvent: (event: CloudEvent) => void,
  signal?: AbortSignal,
): Promise<void> {
  let seen = 0
  for (;;) {
    signal?.throwIfAborted()
    const lines = existsSync(eventsFile(state))
      ? readFileSync(eventsFile(state), 'utf8').split('\n').slice(0, -1)
      : []
    const events = lines.slice(seen).map((line) => JSON.parse(line) as CloudEvent)
    seen = lines.length
    for (const event of events) onEvent(event)
    if (events.some((it) => it.part === 'cloud' && it.what === 'ready')) return
    if (startTicks(pid) === null)
      throw new Error(`the supervisor ended before all was up:\n${whyEnded(state)}`)
    await sleep(50)
  }
}

/** The last lines of the supervisor's log, without the traces that only we read. */
const whyEnded = (state: string): string =>
  lastLines(supervisorLog(state), 40)
    .split('\n')
    .filter((line) => !/^\s+at /.test(line))
    .slice(-15)
    .join('\n')

/** Stops the supervisor and with it everything it started; resolves when nothing is left. */
export async function stopSupervisor(state: string): Promise<readonly string[]> {
  const daemon = readDaemon(state)
  if (daemon) {
    // its file goes a moment before itself
    const runs = () => startTicks(daemon.pid) === daemon.started
    // one that is stopped could not end in good order, but the engines that it leaves behind can
    signalTo(daemon.pid, isStopped(daemon.pid) ? 'SIGKILL' : 'SIGTERM')
    const until = Date.now() + 30_000
    while (runs() && Date.now() < until) await sleep(50)
    if (runs()) signalTo(daemon.pid, 'SIGKILL')
    while (runs()) await sleep(20)
  }
  const left = await endLeftOvers(state)
  forgetDaemon(state)
  return left
}
