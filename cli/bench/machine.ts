import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { execa } from 'execa'
import { root } from '../place.ts'

/** What the figures were taken on: without it they mean little. */
export interface Machine {
  readonly at: string
  readonly cores: number
  readonly cpu: string
  readonly memoryMiB: number
  readonly system: string
  readonly node: string
  /** With a `+` where files differ from it. */
  readonly commit: string
  readonly timeScale: number
  /** Over the last 1, 5 and 15 minutes: above zero at the start, something else was at work. */
  readonly loadAverage: readonly number[]
}

export async function machineFacts(timeScale: number): Promise<Machine> {
  return {
    at: new Date().toISOString(),
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    system: `${platform()} ${release()}`,
    node: process.version,
    commit: await commit(),
    timeScale,
    loadAverage: load(),
  }
}

export const load = (): readonly number[] => loadavg().map((it) => Math.round(it * 100) / 100)

async function commit(): Promise<string> {
  const git = (...args: string[]) => execa('git', args, { cwd: root, reject: false })
  const [head, changed] = await Promise.all([
    git('rev-parse', '--short', 'HEAD'),
    git('status', '--porcelain', '--untracked-files=no'),
  ])
  return head.exitCode === 0 ? `${head.stdout}${changed.stdout ? '+' : ''}` : 'unknown'
}

/** CPU seconds that all processes of the machine have used since it booted, together. */
export function machineCpuSeconds(): number {
  const [user, nice, system, , , irq, softirq] = readFileSync('/proc/stat', 'utf8')
    .split('\n')[0]!
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return (user! + nice! + system! + irq! + softirq!) / TICKS
}
const TICKS = 100
