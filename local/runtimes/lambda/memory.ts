import { readFileSync } from 'node:fs'

/** The most memory that a process has held, in MiB; null where the system does not tell (no `/proc`). */
export function peakMemoryMiB(pid: number): number | null {
  try {
    const line = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmHWM:\s+(\d+) kB$/m)
    return line ? Math.ceil(Number(line[1]) / 1024) : null
  } catch {
    return null
  }
}
