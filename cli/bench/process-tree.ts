import { readdirSync, readFileSync } from 'node:fs'
import { readDaemon } from '../../local/daemon.ts'
import { pssMiB } from '../../local/process-stats.ts'
import { leftOvers } from '../../local/processes.ts'
import { sum } from './numbers.ts'

const TICKS = 100
const SUPERVISOR = 'supervisor'

interface Process {
  readonly pid: number
  readonly parent: number
  /** Clock ticks of CPU: its own, and those of its children that have ended. */
  readonly own: number
  readonly ended: number
}
type Table = Map<number, Process[]>

/** Every process of the machine, by its parent. */
const processTable = (): Table =>
  Map.groupBy(readdirSync('/proc').map(Number).filter(Boolean).flatMap(readProcess), (it) => it.parent)

function readProcess(pid: number): Process[] {
  try {
    // the name in parentheses may hold blanks, the fields after it do not
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ').map(Number)
    return [{ pid, parent: fields[1]!, own: fields[11]! + fields[12]!, ended: fields[13]! + fields[14]! }]
  } catch {
    return []
  }
}

const below = (table: Table, pid: number): Process[] =>
  (table.get(pid) ?? []).flatMap((it) => [it, ...below(table, it.pid)])
const treeOf = (table: Table, pid: number): Process[] => [...readProcess(pid), ...below(table, pid)]

/** Sum of PSS in MiB over the supervisor and everything that it and its children have started. */
export function platformMiB(state: string): number {
  const daemon = readDaemon(state)
  return daemon ? pssOf(treeOf(processTable(), daemon.pid)) : 0
}

const pssOf = (processes: readonly Process[]) => sum(processes.map((it) => pssMiB(it.pid) ?? 0))
const cpuOf = (processes: readonly Process[]) => sum(processes.map((it) => it.own + it.ended)) / TICKS

/** PSS in MiB by what the processes do: `order`, `cloudcafe-aurora`, `supervisor`, … */
export const memoryByName = (state: string): Record<string, number> =>
  byName(groupsOf(state).map(({ name, processes }) => [name, pssOf(processes)]))

/** CPU seconds since they started, by what the processes do; those that have ended are left out. */
export const cpuSoFar = (state: string): Record<string, number> =>
  byName(groupsOf(state).map(({ name, processes }) => [name, cpuOf(processes)]))

/** Adds up the CPU of processes that come and go: what one has used since the last look but one is not lost with it. */
export function cpuMeter(state: string) {
  const used = new Map<number, number>()
  const total: [string, number][] = []
  const look = () => {
    for (const { name, pid, processes } of groupsOf(state)) {
      const now = cpuOf(processes)
      total.push([name, Math.max(0, now - (used.get(pid) ?? 0))])
      used.set(pid, now)
    }
  }
  look()
  total.length = 0
  return {
    /** To be called about once a second. */
    look,
    /** Seconds since the start, by what the processes do. */
    seconds: () => byName(total),
  }
}

interface Group {
  readonly name: string
  readonly pid: number
  readonly processes: readonly Process[]
}

/** Each process that the supervisor has started with its children, and the supervisor by itself. */
function groupsOf(state: string): Group[] {
  const daemon = readDaemon(state)
  if (!daemon) return []
  const table = processTable()
  const started = leftOvers(state).map(({ name, pid }) => ({
    name: name.replace(/\..*|-\d+$/g, ''),
    pid,
    processes: treeOf(table, pid),
  }))
  // what it started is counted above, also when it has ended
  const supervisor = readProcess(daemon.pid).map((it) => ({ ...it, ended: 0 }))
  return [...started, { name: SUPERVISOR, pid: daemon.pid, processes: supervisor }]
}

/** Sums of values under the same name, largest first. */
function byName(values: readonly (readonly [string, number])[]): Record<string, number> {
  const sums = [...Map.groupBy(values, ([name]) => name)].map(
    ([name, of]) => [name, sum(of.map(([, value]) => value))] as const,
  )
  return Object.fromEntries(sums.toSorted(([, a], [, b]) => b - a))
}
