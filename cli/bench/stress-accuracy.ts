import { setTimeout as sleep } from 'node:timers/promises'
import { readDaemon, stopSupervisor } from '../../local/daemon.ts'
import { cpuSeconds } from '../../local/process-stats.ts'
import type { CopyStatus } from '../../local/status.ts'
import type { LongRunning } from '../../model/kinds.ts'
import { allottedCores } from '../../model/names.ts'
import { platform } from '../../model/platform.ts'
import { fetchStatus } from '../status.ts'
import { up } from '../up.ts'
import type { Bench, BenchPart, Figure } from './bench-part.ts'
import { spread, sum } from './numbers.ts'

const RUN_SECONDS = 12
/** The regulator's first window; what is in it is the start of the threads. */
const START_MS = 2000
const MEASURED_MS = 9000
const AIM_POINTS = 5

type Stressed = LongRunning & {
  readonly kind: 'service'
  readonly stress: NonNullable<LongRunning['stress']>
}

/** The CPU that each stress scenario of a service holds, as /proc has it, against its target. */
export const stressAccuracy: BenchPart = {
  id: 'stress',
  title: 'Accuracy of CPU stress',
  async run(at) {
    await stopSupervisor(at.place.state)
    await up(at.place, { timeScale: at.timeScale, stress: true })
    const services = Object.entries(at.place.system.workloads).filter(
      (it): it is [string, Stressed] => it[1].kind === 'service' && it[1].stress !== undefined,
    )
    const measured: Record<string, readonly number[]> = {}
    for (const [id, it] of services) {
      measured[id] = await percents(at, id, it)
      at.say(`${id}: ${spread(measured[id])} percent of ${it.stress.cpuPercent}`)
    }
    await stopSupervisor(at.place.state)
    return { figures: services.map(([id, it]) => figureOf(id, it, measured[id]!)), measured }
  },
}

function figureOf(id: string, { stress }: Stressed, percents: readonly number[]): Figure {
  const mean = sum(percents) / percents.length
  return {
    name: `${id}: mean distance from ${stress.cpuPercent} %`,
    value: Math.abs(mean - stress.cpuPercent),
    unit: 'points',
    of: `copies held ${mean.toFixed(1)} % (${spread(percents)})`,
    aim: { is: 'at most', value: AIM_POINTS },
  }
}

/** Percent of the allotted CPU that each copy used while it was told to hold its target. */
async function percents(at: Bench, id: string, { vcpu, stress }: Stressed): Promise<readonly number[]> {
  const copies = (await fetchStatus(at.place)).workloads[id]!.copies.filter((copy) => copy.healthy)
  await Promise.all(copies.map((copy) => begin(at, copy, stress.path)))
  await sleep(START_MS)
  const look = () => copies.map((copy) => ({ at: performance.now(), seconds: cpuSeconds(copy.pid!)! }))
  const before = look()
  await sleep(MEASURED_MS)
  const after = look()
  await sleep(RUN_SECONDS * 1000 - START_MS - MEASURED_MS)
  return after.map((it, i) => {
    const cores = ((it.seconds - before[i]!.seconds) * 1000) / (it.at - before[i]!.at)
    return (100 * cores) / allottedCores(vcpu)
  })
}

async function begin({ place }: Bench, copy: CopyStatus, path: string): Promise<void> {
  const answer = await fetch(`http://${platform.host}:${copy.stress_port}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${readDaemon(place.state)?.stressToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ seconds: RUN_SECONDS }),
  })
  if (!answer.ok) throw new Error(`${copy.id} answers ${answer.status} to ${path}: ${await answer.text()}`)
}
