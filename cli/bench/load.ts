import { setTimeout as sleep } from 'node:timers/promises'
import { type LocalLoad, startLoad } from '../../loadtests/load.ts'
import type { Request } from '../../loadtests/record.ts'
import { localTarget } from '../site.ts'
import type { Bench } from './bench-part.ts'

/** Starts so many visits a second against the place of the benchmark, for as long as the load of the model says. */
export async function startLoadAt(
  { place, folder }: Bench,
  load: string,
  perSecond: number,
): Promise<LocalLoad> {
  const [stage] = place.system.loads[load]!.stages
  const times = perSecond / stage!.perSecond
  return startLoad(await localTarget(place), load, {
    folder: `${folder}/${Date.now()}-${load}-${perSecond}`,
    times,
  })
}

/** All its requests, once it has ended; `each` is called once a second meanwhile. */
export async function untilEnd(load: LocalLoad, each: (requests: readonly Request[]) => void = () => {}) {
  const requests: Request[] = []
  let over = false
  const ended = load.done.finally(() => {
    over = true
  })
  ended.catch(() => {
    // thrown to the caller below
  })
  while (!over) {
    await Promise.race([sleep(1000), ended])
    requests.push(...load.read())
    each(requests)
  }
  return { requests, ...(await ended) }
}
