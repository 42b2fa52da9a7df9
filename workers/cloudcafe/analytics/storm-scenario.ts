import type { Redshift } from '../../../lib/stores/redshift.ts'
import { type Scenario, SETTLING_SECONDS } from '../../../lib/stress/scenario.ts'
import type { StormParts } from './query-storm.ts'
import type { CpuWatch } from './redshift-cpu.ts'
import { historyOf } from './reports.ts'
import { stormThread } from './storm-thread.ts'

export interface StormScenarioParts {
  /** The file of the storm's thread. */
  readonly entry: URL
  readonly where: StormParts['where']
  readonly warehouse: Pick<Redshift, 'run'>
  /** Rows of a large result set. */
  readonly rows: number
  /** Watches the cluster's CPU from that moment on, in milliseconds since 1970. */
  readonly watchCpu: (sinceMs: number) => CpuWatch
}

/** The Query Storm: ends when its queries have, or cancels them when its time is over. */
export function stormScenario({ entry, where, warehouse, rows, watchCpu }: StormScenarioParts): Scenario {
  return ({ size, seconds, signal }) => {
    const storm = stormThread(entry, { where, queries: size, seconds }, signal)
    let cpu: CpuWatch | undefined
    const work = async () => {
      // what the reports read is made up once; the storm's time is the queries'
      await warehouse.run(historyOf(rows))
      if (signal.aborted) return
      cpu = watchCpu(Date.now() + SETTLING_SECONDS * 1000)
      await storm.run()
    }
    return {
      done: work().finally(() => cpu?.stop()),
      measured: () => cpu?.percent() ?? 0,
      mean: () => cpu?.mean() ?? 0,
      progress: () => ({ ...storm.count() }),
    }
  }
}
