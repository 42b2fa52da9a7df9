import { setTimeout as sleep } from 'node:timers/promises'
import { stopSupervisor } from '../../local/daemon.ts'
import { fetchStatus } from '../status.ts'
import { up } from '../up.ts'
import type { Bench, BenchPart, Figure } from './bench-part.ts'
import { startLoadAt, untilEnd } from './load.ts'
import { median, spread } from './numbers.ts'
import { memoryByName, platformMiB } from './process-tree.ts'
import type { SystemBench } from './system-bench.ts'

const AIM_MIB = 1536
const SAMPLES = 5
const SETTLE_MS = 20_000
const PER_SECOND = 60

/** PSS over all processes: idle at the smallest number of copies, and under load where the system names one. */
export const memory = (of: SystemBench | null): BenchPart => ({
  id: 'memory',
  title: 'Memory of the whole platform',
  async run(at) {
    const { state } = at.place
    await stopSupervisor(state)
    await up(at.place, { timeScale: at.timeScale })
    at.say(`idle: ${SETTLE_MS / 1000} s for the engines to settle`)
    await sleep(SETTLE_MS)
    const idle = { copies: await copies(at), ...(await samples(state, SAMPLES)), byName: memoryByName(state) }
    const loaded = of && (await underLoad(at, of))
    return { figures: figuresOf(idle.mib, loaded), measured: { idle, loaded } }
  },
})

async function underLoad(at: Bench, { load: loadId, subject }: SystemBench) {
  const { plural } = at.place.system.subjects[subject]!
  at.say(`loaded: ${PER_SECOND} ${plural} a second`)
  const mib: number[] = []
  const { state } = at.place
  const load = await startLoadAt(at, loadId, PER_SECOND)
  let byName: Record<string, number> = {}
  let ticks = 0
  await untilEnd(load, () => {
    if (++ticks % SAMPLES !== 0) return
    mib.push(platformMiB(state))
    byName = memoryByName(state)
    at.say(`${mib.at(-1)!.toFixed(0)} MiB`)
  })
  return { copies: await copies(at), mib, byName, plural }
}

interface Loaded {
  readonly mib: readonly number[]
  readonly plural: string
}

const figuresOf = (idle: readonly number[], loaded: Loaded | null): Figure[] => [
  {
    name: 'idle, smallest number of copies',
    value: median(idle),
    unit: 'MiB PSS',
    of: spread(idle, 0),
    aim: { is: 'at most', value: AIM_MIB },
  },
  ...(loaded
    ? [
        {
          name: `at ${PER_SECOND} ${loaded.plural}/s`,
          value: Math.max(...loaded.mib),
          unit: 'MiB PSS',
          of: `largest of ${spread(loaded.mib, 0)}`,
        },
      ]
    : []),
]

async function samples(state: string, count: number): Promise<{ readonly mib: number[] }> {
  const mib: number[] = []
  for (let n = 0; n < count; n++) {
    mib.push(platformMiB(state))
    await sleep(1000)
  }
  return { mib }
}

/** Copies that run, by workload. */
async function copies({ place }: Bench): Promise<Record<string, number>> {
  const { workloads } = await fetchStatus(place)
  return Object.fromEntries(
    Object.entries(workloads).map(([id, it]) => [id, it.copies.filter((copy) => copy.pid !== null).length]),
  )
}
