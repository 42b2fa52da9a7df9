import type { System } from '../../model/kinds.ts'
import { accepted } from './accepted.ts'
import type { BenchPart } from './bench-part.ts'
import { boot } from './boot.ts'
import { faultLatency } from './fault-latency.ts'
import { memory } from './memory.ts'
import { overload } from './overload.ts'
import { recoveryTimes } from './recovery-times.ts'
import { stressAccuracy } from './stress-accuracy.ts'
import { benches } from './systems.ts'

/** The parts of a system's benchmark in the order in which they run. */
export function partsOf(system: System): readonly BenchPart[] {
  const it = Object.hasOwn(benches, system.id) ? benches[system.id] : undefined
  if (!it) return [boot, memory(null), stressAccuracy]
  const { plural } = system.subjects[it.subject]!
  return [
    boot,
    ...it.parts,
    memory(it),
    accepted(it, plural),
    overload(it, plural),
    faultLatency(it),
    recoveryTimes(it),
    stressAccuracy,
  ]
}
