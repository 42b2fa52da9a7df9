import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateExperimentTemplateCommand,
  DeleteExperimentTemplateCommand,
  GetExperimentCommand,
  StartExperimentCommand,
} from '@aws-sdk/client-fis'
import { experimentOf } from '../../chaos/experiments/index.ts'
import { templateOf } from '../../chaos/experiments/template.ts'
import { type Clients, clientsOf } from '../../chaos/gameday/site.ts'
import { stopSupervisor } from '../../local/daemon.ts'
import { localSite } from '../site.ts'
import { fetchStatus } from '../status.ts'
import { up } from '../up.ts'
import type { Bench, BenchPart } from './bench-part.ts'
import { median, spread } from './numbers.ts'
import type { SystemBench } from './system-bench.ts'

const TIMES = 7
const AIM_MS = 250
const PATIENCE_MS = 60_000

/** Milliseconds from the sending of StartExperiment to the end of the process that it stops, as /proc shows it. */
export const faultLatency = ({ fault }: SystemBench): BenchPart => ({
  id: 'fault',
  title: 'StartExperiment to the first effect',
  async run(at) {
    // alarms of a load before would stop the experiment
    await stopSupervisor(at.place.state)
    await up(at.place, { timeScale: at.timeScale })
    const clients = clientsOf(await localSite(at.place))
    const ms: number[] = []
    try {
      for (let n = 1; n <= TIMES; n++) {
        ms.push(await injectOnce(at, clients, fault))
        at.say(`${n} of ${TIMES}: ${ms.at(-1)!.toFixed(0)} ms`)
      }
    } finally {
      await clients.close()
    }
    const figure = {
      name: `${fault.experiment}: its process is gone`,
      value: median(ms),
      unit: 'ms',
      of: spread(ms, 0),
      aim: { is: 'at most', value: AIM_MS },
    } as const
    return { figures: [figure], measured: { ms } }
  },
})

async function injectOnce(
  at: Bench,
  { fis }: Clients,
  { experiment, workload }: SystemBench['fault'],
): Promise<number> {
  const template = templateOf(experimentOf(at.place.system.id, experiment))
  const pids = await healthyPids(at, workload)
  const { experimentTemplate } = await fis.send(new CreateExperimentTemplateCommand(template))
  const experimentTemplateId = experimentTemplate!.id!
  const sentAt = performance.now()
  const effect = firstEnd(pids, workload)
  const completed = fis
    .send(new StartExperimentCommand({ experimentTemplateId }))
    .then(({ experiment: started }) => completion(fis, started!.id!))
  // an experiment that is stopped says why, which a wait in vain would not
  const [endedAt] = await Promise.all([effect, completed])
  await fis.send(new DeleteExperimentTemplateCommand({ id: experimentTemplateId }))
  return endedAt - sentAt
}

/** Resolves when the experiment has completed; throws FIS's reason where it ended otherwise. */
async function completion(fis: Clients['fis'], id: string): Promise<void> {
  for (;;) {
    const { experiment } = await fis.send(new GetExperimentCommand({ id }))
    const { status, reason } = experiment?.state ?? {}
    if (status === 'completed') return
    if (experiment?.endTime) throw new Error(`experiment ${id} ${status}: ${reason}`)
    await sleep(100)
  }
}

/** Pids of a workload's copies, once as many as wanted are healthy. */
async function healthyPids(at: Bench, workload: string): Promise<readonly number[]> {
  const until = Date.now() + PATIENCE_MS
  while (Date.now() < until) {
    const { copies, desired } = (await fetchStatus(at.place)).workloads[workload]!
    // stopped tasks stay listed for a while
    const healthy = copies.filter((it) => it.healthy)
    if (healthy.length === desired) return healthy.map((it) => it.pid!)
    await sleep(500)
  }
  throw new Error(`the copies of ${workload} were not all healthy again within ${PATIENCE_MS / 1000} s`)
}

/** When the first of these processes ended; looks every millisecond. */
async function firstEnd(pids: readonly number[], workload: string): Promise<number> {
  const until = performance.now() + PATIENCE_MS
  while (pids.every(runs)) {
    if (performance.now() > until)
      throw new Error(`no copy of ${workload} ended within ${PATIENCE_MS / 1000} s`)
    await sleep(1)
  }
  return performance.now()
}

/** False for a process that is gone, or has ended and waits to be reaped. */
function runs(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
