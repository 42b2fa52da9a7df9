import { allottedCores } from '../../model/names.ts'
import { platform } from '../../model/platform.ts'
import { cpuSeconds } from '../process-stats.ts'

/** Share of its instances' vCPU that an engine has used since the last call, percent; null where unknown. */
export function cpuMeter(instanceClass: string, instances = 1): (pid: number | null) => number | null {
  const cores = engineCores(instanceClass, instances)
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

/** Cores that so many instances of a class stand for here. */
export const engineCores = (instanceClass: string, instances: number): number =>
  allottedCores(vcpuOf(instanceClass) * instances)

function vcpuOf(instanceClass: string): number {
  const vcpu = platform.vcpuOf[instanceClass]
  if (vcpu) return vcpu
  throw new Error(`platform.vcpuOf does not know '${instanceClass}': add its vCPU in model/platform.ts`)
}
