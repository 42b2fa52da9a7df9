import { availableParallelism } from 'node:os'
import { platform } from '../../model/platform.ts'

/** What this machine has room for, over all runtimes together. */
export interface Capacity {
  /** Lets a runtime's copies count. */
  readonly join: (copies: () => number) => void
  /** Copies that still fit, and what limits them. */
  readonly room: () => { readonly copies: number; readonly limit: string }
}

export function capacity(
  cores = availableParallelism(),
  availableMiB = () => process.availableMemory() / 1024 ** 2,
): Capacity {
  const runtimes: (() => number)[] = []
  return {
    join: (copies) => void runtimes.push(copies),
    room() {
      const most = cores * platform.copiesPerCore
      const byCores = most - runtimes.reduce((sum, count) => sum + count(), 0)
      const free = availableMiB()
      const byMemory = Math.floor((free - platform.reserveMiB) / platform.copyMiB)
      return byCores <= byMemory
        ? { copies: Math.max(0, byCores), limit: `${cores} cores take ${most} copies` }
        : {
            copies: Math.max(0, byMemory),
            limit: `${Math.round(free)} MiB of memory are free, ${platform.reserveMiB} stay so`,
          }
    },
  }
}
