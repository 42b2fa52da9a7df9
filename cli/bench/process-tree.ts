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

/** PSS in MiB by what the processes do: `order`, `cloudcafe-aurora`, `supervisor`, … */
export const memoryByName = (state: string): Record<string, number> => byName(state, pssOf)

/** CPU seconds so far, by what the processes do. */
export const cpuByName = (state: string): Record<string, number> => byName(state, cpuOf)

const pssOf = (processes: readonly Process[]) => sum(processes.map((it) => pssMiB(it.pid) ?? 0))
const cpuOf = (processes: readonly Process[]) => sum(processes.map((it) => it.own + it.ended)) / TICKS

function byName(state: string, of: (processes: readonly Process[]) => number): Record<string, number> {
  const daemon = readDaemon(state)
  if (!daemon) return {}
  const table = processTable()
  const recorded = Map.groupBy(leftOvers(state), (it) => it.name.replace(/\..*|-\d+$/g, ''))
  const groups = [...recorded].map(
    ([name, members]) => [name, of(members.flatMap((it) => treeOf(table, it.pid)))] as const,
  )
  // what it started is counted above, and what of it has ended as well as it can be: with nobody
  const supervisor = readProcess(daemon.pid).map((it) => ({ ...it, ended: 0 }))
  return Object.fromEntries([...groups, [SUPERVISOR, of(supervisor)]])
}
