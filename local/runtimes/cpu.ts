import { cpuSeconds } from '../process-stats.ts'

/** Measures the CPU of a copy: of its process and of those attached to it. */
export interface CpuMeter {
  readonly watch: (pid: number) => void
  readonly forget: (pid: number) => void
  /** Percent of the allotted cores used since the last call. */
  readonly percent: () => number
}

export function cpuMeter(allottedCores: number): CpuMeter {
  const seen = new Map<number, number>()
  let at = performance.now()
  const usedBy = (pid: number, before: number): number => {
    const now = cpuSeconds(pid) ?? before
    seen.set(pid, now)
    return now - before
  }
  return {
    watch: (pid) => void seen.set(pid, cpuSeconds(pid) ?? 0),
    forget: (pid) => void seen.delete(pid),
    percent() {
      const seconds = (performance.now() - at) / 1000
      at = performance.now()
      let used = 0
      for (const [pid, before] of [...seen]) used += usedBy(pid, before)
      return (100 * used) / seconds / allottedCores
    },
  }
}
