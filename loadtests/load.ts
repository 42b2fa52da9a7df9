import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { execa } from 'execa'
import type { System } from '../model/kinds.ts'
import type { LoadGenerator, LoadOptions, LoadResult, LoadVerdict, RunningLoad } from './generator.ts'
import { readSummary } from './summary.ts'
import { scripts } from './systems.ts'
import { tailOf } from './tail.ts'

/** Where the load goes: a part of the game day's `Site`. */
export interface Target {
  readonly system: System
  /** Address of the system's front door. */
  readonly frontDoor: string
  readonly timeScale: number
  /** On this machine: the load may go to 127.0.0.1 only. */
  readonly local: boolean
}
/** A load whose k6 is a process of ours. */
export interface LocalLoad extends RunningLoad {
  readonly pid: number
}

/** The seed of a load whose user names none, so that two runs draw the same visitors. */
export const DEFAULT_SEED = 20_240_101

const root = resolve(import.meta.dirname, '..')
/** The load generator's binary. */
export const K6 = join(root, '.cafe/venv/k6/bin/k6')
/** k6's own exit codes: https://github.com/grafana/k6/blob/master/errext/exitcodes/codes.go */
export const VERDICTS: Readonly<Record<number, LoadVerdict>> = { 0: 'met', 99: 'crossed', 105: 'stopped' }

/** Seconds that a load lasts on this time scale. */
export const loadSeconds = ({ loads }: System, loadId: string, timeScale: number): number =>
  loads[loadId]!.stages.reduce((sum, stage) => sum + stage.seconds, 0) / timeScale

/** Everything that speaks against starting this load, each with how to mend it. */
export function loadFindings(target: Target, loadId: string): string[] {
  const { system, frontDoor } = target
  const findings = modelFindings(system, loadId)
  if (!existsSync(K6)) findings.push(`k6 is not at ${K6}: './cafe up' installs it`)
  if (target.local && new URL(frontDoor).hostname !== '127.0.0.1')
    findings.push(`load on this machine goes to 127.0.0.1 only, not to ${frontDoor}`)
  return findings
}

/** What speaks against it wherever the system is. */
export function modelFindings({ id, loads }: System, loadId: string): string[] {
  const known = Object.keys(loads).join(', ')
  return [
    ...(Object.hasOwn(loads, loadId) ? [] : [`no load '${loadId}': known are ${known}`]),
    ...(scripts[id] ? [] : [`${id} has no k6 script: name it in loadtests/systems.ts`]),
  ]
}

/** Starts k6 on a load of the model; throws with all findings where it cannot. */
export function startLoad(target: Target, loadId: string, options: LoadOptions): LocalLoad {
  const findings = loadFindings(target, loadId)
  if (findings.length > 0) throw new Error(findings.join('\n'))
  mkdirSync(options.folder, { recursive: true })
  const files = filesIn(options.folder)
  const startedAt = Date.now()
  const settings = settingsOf(target, loadId, options)
  const child = execa(K6, argsOf(target, settings, files), {
    // of a group of its own: Ctrl-C and the end of the terminal reach us alone, and we end it in good order
    detached: true,
    env: { K6_AUTO_EXTENSION_RESOLUTION: 'false' },
    stdin: 'ignore',
    stdout: { file: files.log },
    stderr: { file: files.log },
    buffer: false,
    reject: false,
  })
  if (!child.pid) throw new Error(`${K6} could not be started`)
  const end = () => void child.kill('SIGINT')
  process.once('exit', end)
  void child.then(() => process.off('exit', end))
  return {
    pid: child.pid,
    trace: { pid: child.pid },
    startedAt,
    run: settings.RUN,
    seconds: loadSeconds(target.system, loadId, target.timeScale),
    ...tailOf(files.record),
    lateMs: 0,
    stop: () => void child.kill('SIGINT'),
    done: child.then((end) => resultOf(end.exitCode, end.isTerminated, files)),
  }
}

type Files = ReturnType<typeof filesIn>
const filesIn = (folder: string) => ({
  record: join(folder, 'requests.log'),
  summary: join(folder, 'k6-summary.json'),
  log: join(folder, 'k6.log'),
})

/** What the system's script is told, but for where its summary goes. */
export const settingsOf = (
  { frontDoor, timeScale }: Pick<Target, 'frontDoor' | 'timeScale'>,
  loadId: string,
  { seed = DEFAULT_SEED, folder, times = 1 }: LoadOptions,
) => ({
  BASE_URL: frontDoor,
  LOAD: loadId,
  TIME_SCALE: String(timeScale),
  SEED: String(seed),
  TIMES: String(times),
  RUN: `${Date.now()}-${basename(folder)}`,
})

/** Every address but 127.0.0.0/8: neither a redirect nor an address out of an answer leads a visitor off this machine. */
const NOT_LOOPBACK = [
  ...['0.0.0.0/2', '64.0.0.0/3', '96.0.0.0/4', '112.0.0.0/5', '120.0.0.0/6', '124.0.0.0/7', '126.0.0.0/8'],
  ...['128.0.0.0/1', '::/0'],
]

function argsOf({ system, local }: Target, settings: ReturnType<typeof settingsOf>, files: Files) {
  const env = { ...settings, SUMMARY: files.summary }
  return [
    ...['run', '--quiet', '--no-color', '--no-usage-report', '--address', '127.0.0.1:0'],
    ...['--log-format', 'raw', '--console-output', files.record],
    ...(local ? NOT_LOOPBACK.flatMap((it) => ['--blacklist-ip', it]) : []),
    ...Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    join(root, scripts[system.id]!),
  ]
}

function resultOf(code: number | undefined, killed: boolean, files: Files): LoadResult {
  const verdict = code === undefined ? undefined : VERDICTS[code]
  if (!verdict || !existsSync(files.summary)) {
    const why = killed ? 'k6 was ended from outside' : `k6 ended with code ${code}`
    throw new Error(`${why}; its last lines:\n${lastLines(files.log)}`)
  }
  return { verdict, summary: readSummary(files.summary), recordFile: files.record }
}

const lastLines = (file: string) =>
  existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-10).join('\n') : '(no log)'

/** k6 on this machine, as a process beside the system. */
export const localGenerator = (target: Target): LoadGenerator => ({
  findings: async (loadId) => loadFindings(target, loadId),
  start: (loadId, options) => startLoad(target, loadId, options),
  versions: async () => {
    const { stdout } = await execa(K6, ['version'], { reject: false })
    return { k6: stdout?.split(' ')[1] ?? 'unknown' }
  },
})
