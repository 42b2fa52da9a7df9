import type { LongRunning } from '../../model/kinds.ts'
import { residentMiB } from '../process-stats.ts'
import type { Copy } from '../types.ts'

/** Resident memory of a copy's process, percent of what the model gives it; 0 where it has none. */
export const residentPercent = ({ pid }: Copy, spec: LongRunning): number =>
  pid === null ? 0 : (100 * (residentMiB(pid) ?? 0)) / spec.memoryMiB
