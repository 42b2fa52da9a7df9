import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { readJson, writeJson } from './json-file.ts'

/** An operating-system process that the platform started. */
export interface Running {
  readonly name: string
  readonly pid: number
  /** Resolves when it has ended, however. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>
  readonly alive: () => boolean
  /** Sends the signal, waits, and after the grace sends SIGKILL; resolves when it has ended. */
  readonly stop: (signal?: NodeJS.Signals, graceMs?: number) => Promise<void>
}

export interface Start {
  /** Unique in the system; names the log and the record of the process. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Each line of stdout, beside the log file. */
  readonly onLine?: (line: string) => void
}

/** Starts processes and keeps a record of each under `<state>/run`, so that a crash of ours leaves none unknown. */
export function processes(state: string) {
  const records = join(state, 'run')
  const logs = join(state, 'logs')
  mkdirSync(records, { recursive: true })
  mkdirSync(logs, { recursive: true })
  const live = new Map<string, Running>()

  function start(it: Start): Running {
    const log = join(logs, `${it.name}.log`)
    mkdirSync(dirname(log), { recursive: true })
    const file = openSync(log, 'a')
    const child = execa(it.command, [...it.args], {
      env: { ...it.env },
      extendEnv: false,
      ...(it.cwd ? { cwd: it.cwd } : {}),
      stdin: 'ignore',
      stdout: it.onLine ? ['pipe', { file: log, append: true }] : { file: log, append: true },
      stderr: { file: log, append: true },
      buffer: false,
      reject: false,
      cleanup: false,
    })
    closeSync(file)
    if (it.onLine) void eachLine(child, it.onLine)
    const pid = child.pid
    if (!pid) throw new Error(`${it.name}: '${it.command}' could not be started: is it there and executable?`)
    const record = join(records, `${it.name}.json`)
    writeJson(record, { name: it.name, pid, started: startTicks(pid) } satisfies Record_)
    let ended = false
    const exited = child.then((result) => {
      ended = true
      live.delete(it.name)
      rmSync(record, { force: true })
      return { code: result.exitCode ?? null, signal: result.signal ?? null }
    })
    const stop = async (signal: NodeJS.Signals = 'SIGTERM', graceMs = 10_000) => {
      if (ended) return
      send(pid, signal)
      const timer = setTimeout(() => send(pid, 'SIGKILL'), graceMs)
      await exited
      clearTimeout(timer)
    }
    const running = { name: it.name, pid, exited, alive: () => !ended, stop }
    live.set(it.name, running)
    return running
  }

  return { start, all: () => [...live.values()], logOf: (name: string) => join(logs, `${name}.log`) }
}
export type Processes = ReturnType<typeof processes>

async function eachLine(child: AsyncIterable<unknown>, onLine: (line: string) => void) {
  try {
    for await (const line of child) onLine(String(line))
  } catch {
    // the process ended; `exited` tells how
  }
}

/** Processes that an earlier run has left behind and that are still the same ones. */
export function leftOvers(state: string): readonly { readonly name: string; readonly pid: number }[] {
  const records = join(state, 'run')
  if (!existsSync(records)) return []
  const files = readdirSync(records, { withFileTypes: true }).filter((file) => file.name.endsWith('.json'))
  return files
    .map((file) => readJson<Record_>(join(records, file.name)))
    .filter((it) => it !== null)
    .filter((it) => it.started !== null && startTicks(it.pid) === it.started)
}
interface Record_ {
  readonly name: string
  readonly pid: number
  readonly started: string | null
}

/**
 * A process's start, in clock ticks after boot: with it a pid that was given again is told from the first.
 * Null where it is gone, or has ended and only waits to be reaped.
 */
export function startTicks(pid: number): string | null {
  try {
    const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return state === 'Z' || state === 'X' ? null : (fields[18] ?? null)
  } catch {
    return null
  }
}

/** The last lines of a log, for an error that says why. */
export function lastLines(file: string, count = 15): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n')
  } catch {
    return '(no log)'
  }
}

function send(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch {
    // ended meanwhile
  }
}
