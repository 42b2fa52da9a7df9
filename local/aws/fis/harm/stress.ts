import type { System } from '../../../../model/kinds.ts'
import { allottedCores } from '../../../../model/names.ts'
import { leftOvers, type Running } from '../../../processes.ts'
import type { Copy } from '../../../types.ts'
import type { ActionRun } from '../action.ts'
import { integer, optional } from '../parameters.ts'
import type { Resource } from '../target-type.ts'
import { copyNow } from '../world.ts'
import { isAlive } from './kill.ts'

/** Parameters of CPU stress, of tasks and pods alike. */
export const stressParameters = {
  percent: optional(integer('The target load percentage, from 0 (no load) to 100 (full load).', 0, 100)),
  workers: optional(integer('The number of stressors to use; 0 uses all.', 0, 64)),
}
interface Stress {
  readonly seconds: number
  readonly percent: number
  readonly workers: number
}
/** What a burner says of itself: CPU seconds used, in so many seconds. */
interface Burnt {
  readonly cpu: number
  readonly seconds: number
}
interface Burner {
  readonly running: Running
  readonly detach: () => void
  burnt: Burnt
}
/** Extra seconds after which a burner ends by itself, should nobody stop it. */
const SLACK_SECONDS = 2

/** Burns CPU beside each target copy for so long; what is burnt counts to the copy. */
export async function stressCopies(at: ActionRun, on: Copy['on'], stress: Stress): Promise<void> {
  const burners = new Map<string, Burner>()
  await at.inject({
    data: { burners: at.targets.map((target) => burnerName(at, target)) },
    apply() {
      for (const target of at.targets) {
        const copy = copyNow(at.world, on, target.id)
        if (copy?.pid) burners.set(target.id, startBurner(at, copy, copy.pid, stress))
        else at.landed(target, { ok: false, evidence: 'it was gone before the action started' })
      }
    },
    async undo() {
      for (const { running, detach } of burners.values()) {
        await running.stop('SIGKILL')
        detach()
      }
    },
    clean(target) {
      const pid = burners.get(target.id)?.running.pid
      if (!pid) return { ok: true, evidence: 'nothing was started' }
      return { ok: !isAlive(pid), evidence: `burner ${pid} ${isAlive(pid) ? 'still runs' : 'is gone'}` }
    },
  })
  await at.hold(stress.seconds)
  for (const target of at.targets) {
    const burner = burners.get(target.id)
    if (burner) at.landed(target, landing(at, target, on, burner, stress))
  }
}

const burnerName = (at: ActionRun, target: Resource) => `burner-${at.experiment}-${target.id}`

function startBurner(at: ActionRun, copy: Copy, pid: number, stress: Stress): Burner {
  const { cloud, world } = at
  const seconds = stress.seconds / cloud.timeScale + SLACK_SECONDS
  const running = cloud.processes.start({
    name: `burner-${at.experiment}-${copy.id}`,
    command: process.execPath,
    args: [
      `${import.meta.dirname}/burner.ts`,
      ...[coresOf(copy, cloud.system, stress), seconds, pid].map(String),
    ],
    onLine: (line) => {
      burner.burnt = JSON.parse(line) as Burnt
    },
  })
  const detach = world.runtimes[copy.on].attach(copy.id, running.pid)
  const burner: Burner = { running, detach, burnt: { cpu: 0, seconds: 0 } }
  return burner
}

const vcpuOf = (copy: Copy, system: System): number => {
  const workload = system.workloads[copy.workload]!
  return 'vcpu' in workload ? workload.vcpu : 0
}

/** Cores to hold: the percentage of the allotment, or of as many vCPU as there are workers. */
function coresOf(copy: Copy, system: System, { percent, workers }: Stress): number {
  const vcpu = vcpuOf(copy, system)
  return (percent / 100) * allottedCores(workers === 0 ? vcpu : Math.min(workers, vcpu))
}

/** It landed where at least half of what was asked for was burnt; the figures say how much. */
function landing(at: ActionRun, target: Resource, on: Copy['on'], { burnt }: Burner, stress: Stress) {
  const copy = copyNow(at.world, on, target.id)
  if (!copy) return { ok: false, evidence: 'the copy ended during the stress' }
  const { system } = at.cloud
  const asked = coresOf(copy, system, stress)
  const held = burnt.cpu / Math.max(burnt.seconds, 0.001)
  const percent = (cores: number) => Math.round((100 * cores) / allottedCores(vcpuOf(copy, system)))
  const evidence = `burnt ${percent(held)} % of the allotted CPU over ${burnt.seconds.toFixed(1)} s, asked for ${percent(asked)} %; the copy measures ${Math.round(copy.cpuPercent)} %`
  return { ok: held >= asked / 2, evidence }
}

/** Ends burners that a crash of the executor left; they would end by themselves. */
export async function clearBurners(data: unknown, state: string): Promise<void> {
  const { burners } = data as { burners: readonly string[] }
  for (const { name, pid } of leftOvers(state)) if (burners.includes(name)) process.kill(pid, 'SIGKILL')
}
