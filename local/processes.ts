import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDiskError } from './disk-error.ts'
import { readJson, writeJson } from './json-file.ts'
import { type LineFile, lineFile, linesLost } from './line-file.ts'
import { childrenOf, isStopped } from './process-stats.ts'

/** An operating-system process that the platform started. */
export interface Running {
  readonly name: string
  readonly pid: number
  /** Resolves when it has ended, however. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>
  readonly alive: () => boolean
  /** Sends the signal, waits, and after the grace sends SIGKILL, as at once to one that is stopped; resolves when it has ended. */
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

/** How long the record of a process waits for room on a full disk before it is tried again. */
const RECORD_AGAIN_MS = 2_000
/** What a process has printed last may come after its end; a grandchild may keep its output open for ever. */
const LAST_WORDS_MS = 100

/**
 * Starts processes, keeps a record of each under `<state>/run`, so that a crash of ours leaves none unknown, and writes
 * what they print to `<state>/logs`. A full disk costs lines of a log, and no process.
 */
export function processes(state: string) {
  const records = join(state, 'run')
  const logs = join(state, 'logs')
  mkdirSync(records, { recursive: true })
  mkdirSync(logs, { recursive: true })
  const live = new Map<string, Running>()
  const open = new Map<string, LineFile>()
  const logOf = (name: string) => join(logs, `${name}.log`)
  const log = (name: string): LineFile => {
    const file = open.get(name) ?? lineFile(logOf(name), linesLost)
    open.set(name, file)
    return file
  }

  function start(it: Start): Running {
    const child = spawn(it.command, it.args, {
      env: it.env ?? {},
      ...(it.cwd ? { cwd: it.cwd } : {}),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.on('error', () => undefined)
    const pid = child.pid
    if (!pid) throw new Error(`${it.name}: '${it.command}' could not be started: is it there and executable?`)
    const said = [
      eachLine(child.stdout, (line) => {
        log(it.name).write(`${line}\n`)
        it.onLine?.(line)
      }),
      eachLine(child.stderr, (line) => log(it.name).write(`${line}\n`)),
    ]
    const record = join(records, `${it.name}.json`)
    let ended = false
    keepRecord(record, { name: it.name, pid, started: startTicks(pid) }, () => ended)
    const exited = endOf(child).then(async (how) => {
      ended = true
      live.delete(it.name)
      rmSync(record, { force: true })
      await Promise.race([Promise.all(said), sleep(LAST_WORDS_MS)])
      return how
    })
    const stop = async (signal: NodeJS.Signals = 'SIGTERM', graceMs = 10_000) => {
      if (ended) return
      // one that hangs as a whole would sleep over the grace period
      if (signal === 'SIGKILL' || isStopped(pid)) killTree(pid)
      else signalTo(pid, signal)
      const timer = setTimeout(() => killTree(pid), graceMs)
      await exited
      clearTimeout(timer)
    }
    const running = { name: it.name, pid, exited, alive: () => !ended, stop }
    live.set(it.name, running)
    return running
  }

  return {
    start,
    all: () => [...live.values()],
    logOf,
    /** Adds a line to a process's log. */
    note: (name: string, line: string) => log(name).write(`${line}\n`),
  }
}
export type Processes = ReturnType<typeof processes>

/** Its end, which its output can outlive. */
const endOf = (child: ChildProcess): Running['exited'] =>
  new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })))

/** Writes the record of a process now, or as soon as the disk takes it. */
function keepRecord(file: string, record: Record_, isOver: () => boolean): void {
  if (isOver()) return
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeJson(file, record)
  } catch (error) {
    if (!isDiskError(error)) throw error
    setTimeout(() => keepRecord(file, record, isOver), RECORD_AGAIN_MS).unref()
  }
}

async function eachLine(input: Readable, onLine: (line: string) => void): Promise<void> {
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) onLine(line)
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

/** SIGKILL for a process and all that it has started: children that hang would not notice that it is gone. */
export function killTree(pid: number): void {
  const children = childrenOf(pid)
  signalTo(pid, 'SIGKILL')
  for (const child of children) killTree(child)
}

/** Sends a signal to a process, unless it has ended meanwhile. */
export function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // ended meanwhile
  }
}
