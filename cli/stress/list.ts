import { type Daemon, readDaemon } from '../../local/daemon.ts'
import { scaled } from '../../model/names.ts'
import { platform } from '../../model/platform.ts'
import { table } from '../output.ts'
import { commandOf, type Place } from '../place.ts'
import { listenersOf } from './copies.ts'
import { stressingPid } from './function.ts'
import { type Stressed, stressedOf, targetOf } from './scenario.ts'

/** One scenario, as `./cafe stress --json` shows it. */
export interface ScenarioRow {
  readonly workload: string
  readonly title: string
  readonly target: string
  /** Seconds here, at the time scale. */
  readonly seconds: number
  readonly seconds_at_aws: number
  /** Units of one pass here, at the time scale. */
  readonly size: number
  readonly size_at_aws: number
  readonly unit: string
  /** `not up`, `off`, `idle` or `running …`. */
  readonly state: string
}

/** Every scenario of the system, with what it is doing. */
export async function scenarioRows(place: Place): Promise<readonly ScenarioRow[]> {
  const daemon = readDaemon(place.state)
  const timeScale = daemon?.timeScale ?? platform.defaultTimeScale
  return Promise.all(
    stressedOf(place.system).map(async (it) => ({
      workload: it.id,
      title: it.stress.title,
      target: targetOf(it),
      seconds: scaled(it.stress.seconds, timeScale),
      seconds_at_aws: it.stress.seconds,
      size: Math.round(scaled(it.stress.size, timeScale)),
      size_at_aws: it.stress.size,
      unit: it.stress.unit,
      state: await stateOf(place, it, daemon),
    })),
  )
}

async function stateOf(place: Place, it: Stressed, daemon: Daemon | null): Promise<string> {
  if (!daemon) return 'not up'
  if (!daemon.stressToken) return 'off'
  if (it.workload.kind === 'function') {
    const pid = stressingPid(place, it.id)
    return pid ? `running (process ${pid})` : 'idle'
  }
  const listeners = await listenersOf(place, it, daemon.stressToken)
  const states = await Promise.all(listeners.map((one) => one.state()))
  const running = states.filter((state) => state?.running)
  const [first] = running
  return first
    ? `running on ${running.length}: ${first.elapsed_seconds.toFixed(0)} of ${first.seconds} s`
    : 'idle'
}

/** The scenarios for people. */
export function scenariosText(place: Place, rows: readonly ScenarioRow[]): string {
  const cells = rows.map((it) => [
    it.workload,
    it.title,
    it.target,
    `${it.seconds} s`,
    `${it.seconds_at_aws} s`,
    `${it.size.toLocaleString('en-US')} ${it.unit}`,
    it.state,
  ])
  const head = ['workload', 'scenario', 'target', 'here', 'at AWS', 'size here', 'state']
  const hint = rows.some((it) => it.state === 'off' || it.state === 'not up')
    ? `\n\nthey are off unless the system is brought up with ${commandOf(place, 'up --stress')}`
    : ''
  return `${table(head, cells)}${hint}`
}
