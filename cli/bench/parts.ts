import type { BenchPart } from './bench-part.ts'
import { boot } from './boot.ts'
import { bootHistory } from './boot-history.ts'
import { faultLatency } from './fault-latency.ts'
import { memory } from './memory.ts'
import { orders } from './orders.ts'
import { overload } from './overload.ts'
import { recoveryTimes } from './recovery-times.ts'
import { stressAccuracy } from './stress-accuracy.ts'

/** The parts in the order in which they run. */
export const parts: readonly BenchPart[] = [
  boot,
  bootHistory,
  memory,
  orders,
  overload,
  faultLatency,
  recoveryTimes,
  stressAccuracy,
]
