import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startTicks } from '../../local/processes.ts'

/** A run that this command line drives itself; it is written down so that another may end it. */
interface Record_ {
  readonly pid: number
  readonly started: string | null
}

const LOOK_MS = 100
const fileOf = (state: string, workload: string) => join(state, 'stress', `${workload}.json`)

/** Pid of the command that drives a run of that workload now, or null. */
export function drivingPid(state: string, workload: string): number | null {
  const file = fileOf(state, workload)
  if (!existsSync(file)) return null
  const { pid, started } = JSON.parse(readFileSync(file, 'utf8')) as Record_
  return started !== null && startTicks(pid) === started ? pid : null
}

/** Writes down that this process drives a run; the function given back takes it away. */
export function recordRun(state: string, workload: string): () => void {
  const file = fileOf(state, workload)
  mkdirSync(dirname(file), { recursive: true })
  const record: Record_ = { pid: process.pid, started: startTicks(process.pid) }
  writeFileSync(file, JSON.stringify(record))
  return () => rmSync(file, { force: true })
}

/** Asks the command that drives a run to end it, and waits until it has. */
export async function endRun(state: string, workload: string, pid: number): Promise<void> {
  process.kill(pid, 'SIGINT')
  while (drivingPid(state, workload) === pid) await sleep(LOOK_MS)
}
