import { readFileSync } from 'node:fs'
import { allottedCores } from '../../model/names.ts'
import { platform } from '../../model/platform.ts'

/** Clock ticks a second on every Linux that Node runs on (USER_HZ). */
const TICKS = 100

/** Share of its instance class's vCPU that an engine has used since the last call, percent; null where unknown. */
export function cpuMeter(instanceClass: string): (pid: number | null) => number | null {
  const cores = allottedCores(vcpuOf(instanceClass))
  let last: { pid: number; seconds: number; at: number } | null = null
  return (pid) => {
    const seconds = pid === null ? null : cpuSeconds(pid)
    if (pid === null || seconds === null) return null
    const now = { pid, seconds, at: performance.now() }
    const before = last?.pid === pid ? last : null
    last = now
    return before && (100_000 * (now.seconds - before.seconds)) / (now.at - before.at) / cores
  }
}

function vcpuOf(instanceClass: string): number {
  const vcpu = platform.vcpuOf[instanceClass]
  if (vcpu) return vcpu
  throw new Error(`platform.vcpuOf does not know '${instanceClass}': add its vCPU in model/platform.ts`)
}

/** CPU seconds of a process, of its children, and of the children that have ended; null where there is no /proc. */
function cpuSeconds(pid: number): number | null {
  const own = ticksOf(pid)
  if (!own) return null
  const children = childrenOf(pid).map((child) => ticksOf(child)?.self ?? 0)
  return (own.self + own.ended + children.reduce((sum, ticks) => sum + ticks, 0)) / TICKS
}

function ticksOf(pid: number): { readonly self: number; readonly ended: number } | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').map(Number)
    return { self: fields[11]! + fields[12]!, ended: fields[13]! + fields[14]! }
  } catch {
    return null
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number)
  } catch {
    return []
  }
}
