import { readFileSync } from 'node:fs'

/** Clock ticks a second on every Linux that Node runs on (USER_HZ). */
const TICKS = 100
const PAGE_KIB = 4

const read = (pid: number, file: string): string | null => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return null
  }
}

/** CPU seconds of a process, its children and those of them that have ended; null where it is gone or there is no `/proc`. */
export function cpuSeconds(pid: number): number | null {
  const own = ticksOf(pid)
  if (!own) return null
  const children = childrenOf(pid).map((child) => ticksOf(child)?.self ?? 0)
  return (own.self + own.ended + children.reduce((sum, ticks) => sum + ticks, 0)) / TICKS
}

function ticksOf(pid: number): { readonly self: number; readonly ended: number } | null {
  // the name in parentheses may hold blanks, the fields after it do not
  const fields = read(pid, 'stat')?.split(') ').at(-1)?.split(' ').map(Number)
  return fields ? { self: fields[11]! + fields[12]!, ended: fields[13]! + fields[14]! } : null
}

/** Processes that a process has started and that are still there. */
export const childrenOf = (pid: number): readonly number[] =>
  (read(pid, `task/${pid}/children`) ?? '').split(' ').filter(Boolean).map(Number)

/** Resident memory in MiB; null where the process is gone. */
export function residentMiB(pid: number): number | null {
  const pages = read(pid, 'statm')?.split(' ')[1]
  return pages === undefined ? null : (Number(pages) * PAGE_KIB) / 1024
}

/** Proportional set size in MiB: shared pages count by share, so that sums are true. Costs milliseconds: read it rarely. */
export function pssMiB(pid: number): number | null {
  const kib = read(pid, 'smaps_rollup')?.match(/^Pss:\s+(\d+) kB$/m)?.[1]
  return kib === undefined ? null : Number(kib) / 1024
}

/** What a process does: its state as `/proc` names it, and the clock ticks of CPU it has used; null where it is gone. */
export interface Activity {
  readonly state: string
  readonly ticks: number
}
export function activityOf(pid: number): Activity | null {
  const ticks = ticksOf(pid)
  return ticks && { state: read(pid, 'stat')?.split(') ').at(-1)?.charAt(0) ?? '', ticks: ticks.self }
}

/** Whether it has computed between two moments, or waits for a disk. */
export const isBusy = (before: Activity | null, after: Activity | null): boolean =>
  after !== null && (after.state === 'D' || after.ticks > (before?.ticks ?? after.ticks))

/** Whether it was stopped by a signal: until it goes on it takes no other one but SIGKILL. */
export const isStopped = (pid: number): boolean => activityOf(pid)?.state === 'T'
