import { execa } from 'execa'
import { stopSupervisor } from '../../local/daemon.ts'
import { root } from '../place.ts'
import type { Bench, BenchPart } from './bench-part.ts'
import { freshState } from './fresh-state.ts'
import { median, spread, sum } from './numbers.ts'
import { cpuSoFar } from './process-tree.ts'

const TIMES = 3
const AIM_SECONDS = 15

/** Seconds from the command line's start to all healthy, state and bundles being there. */
export const boot: BenchPart = {
  id: 'boot',
  title: 'Warm boot',
  async run(at) {
    at.say('a first boot that is not counted: it makes state and bundles')
    await freshState(at.place.state)
    await bootOnce(at)
    const seconds: number[] = []
    const cpu: number[] = []
    for (let n = 1; n <= TIMES; n++) {
      seconds.push(await bootOnce(at))
      cpu.push(sum(Object.values(cpuSoFar(at.place.state))))
      at.say(`boot ${n} of ${TIMES}: ${seconds.at(-1)!.toFixed(1)} s, ${cpu.at(-1)!.toFixed(1)} s of CPU`)
    }
    const figure = {
      name: '`./cafe up` to all healthy',
      value: median(seconds),
      unit: 's',
      of: spread(seconds),
      aim: { is: 'at most', value: AIM_SECONDS },
    } as const
    const cost = { name: 'CPU that it took', value: median(cpu), unit: 's', of: spread(cpu) }
    return { figures: [figure, cost], measured: { seconds, cpu } }
  },
}

/** Seconds that one boot takes; what ran is stopped first. */
export async function bootOnce({ place, timeScale }: Bench): Promise<number> {
  const { system, profile, state } = place
  await stopSupervisor(state)
  const started = performance.now()
  const args = ['cafe', 'up', '--system', system.id, '--profile', profile, '--time-scale', String(timeScale)]
  await execa(process.execPath, args, { cwd: root })
  return (performance.now() - started) / 1000
}
