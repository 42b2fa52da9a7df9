import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data'
import type { Redshift } from '../../../lib/stores/redshift.ts'
import { type Scenario, SETTLING_SECONDS } from '../../../lib/stress/scenario.ts'
import { noCount, queryStorm, type StormParts } from './query-storm.ts'
import type { CpuWatch } from './redshift-cpu.ts'
import { historyOf } from './reports.ts'

export interface StormScenarioParts {
  readonly client: RedshiftDataClient
  readonly where: StormParts['where']
  readonly warehouse: Pick<Redshift, 'run'>
  /** Rows of a large result set, the time scale taken off. */
  readonly rows: number
  /** Watches the cluster's CPU from that moment on, in milliseconds since 1970. */
  readonly watchCpu: (sinceMs: number) => CpuWatch
}

/** The Query Storm: ends when its queries have, or cancels them when its time is over. */
export function stormScenario(it: StormScenarioParts): Scenario {
  return (run) => {
    const count = noCount()
    let cpu: CpuWatch | undefined
    const work = async () => {
      // what the reports read is made up once; the storm's time is the queries'
      await it.warehouse.run(historyOf(it.rows))
      cpu = it.watchCpu(Date.now() + SETTLING_SECONDS * 1000)
      const signal = AbortSignal.any([run.signal, AbortSignal.timeout(run.seconds * 1000)])
      await queryStorm({ ...it, queries: run.size, signal, count })
    }
    return {
      done: work().finally(() => cpu?.stop()),
      measured: () => cpu?.percent() ?? 0,
      mean: () => cpu?.mean() ?? 0,
      progress: () => ({ ...count }),
    }
  }
}
