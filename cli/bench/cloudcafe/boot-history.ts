import { readDaemon } from '../../../local/daemon.ts'
import { residentMiB } from '../../../local/process-stats.ts'
import type { Bench, BenchPart } from '../bench-part.ts'
import { bootOnce } from '../boot.ts'
import { freshState } from '../fresh-state.ts'
import { median, spread } from '../numbers.ts'
import { writeHistory } from './history.ts'

const ORDERS = 50_000
const TIMES = 3
const AIM = { times: 1.5, miB: 250 }

/** What a day of orders costs at boot: the same state with their journal and without. */
export const bootHistory: BenchPart = {
  id: 'history',
  title: `Warm boot after ${ORDERS} orders`,
  async run(at) {
    await freshState(at.place.state)
    await bootOnce(at)
    const empty = await boots(at, 'without orders')
    await freshState(at.place.state)
    writeHistory(at.place.state, ORDERS)
    await bootOnce(at)
    const full = await boots(at, `after ${ORDERS} orders`)
    const [before, after] = [median(empty.seconds)!, median(full.seconds)!]
    const figures = [
      { name: 'boot without orders', value: before, unit: 's', of: spread(empty.seconds) },
      { name: `boot after ${ORDERS} orders`, value: after, unit: 's', of: spread(full.seconds) },
      {
        name: 'one to the other',
        value: after / before,
        unit: 'times',
        of: 'medians',
        aim: { is: 'at most', value: AIM.times },
      },
      {
        name: 'supervisor after the boot',
        value: median(full.resident),
        unit: 'MiB',
        of: spread(full.resident),
        aim: { is: 'at most', value: AIM.miB },
      },
    ] as const
    return { figures, measured: { empty, full } }
  },
}

async function boots(at: Bench, what: string) {
  const seconds: number[] = []
  const resident: number[] = []
  for (let n = 1; n <= TIMES; n++) {
    seconds.push(await bootOnce(at))
    const { pid } = readDaemon(at.place.state)!
    resident.push(residentMiB(pid) ?? 0)
    at.say(`${what}, ${n} of ${TIMES}: ${seconds.at(-1)!.toFixed(1)} s, ${resident.at(-1)!.toFixed(0)} MiB`)
  }
  return { seconds, resident }
}
