import type { System, Zone } from '../../../model/kinds.ts'
import { arn } from '../../../model/names.ts'
import type { Processes, Running } from '../../processes.ts'
import type { Copy } from '../../types.ts'
import type { Scheduler } from './world.ts'

interface Held {
  copy: Copy
  process: Running | null
}
type Place = Copy['on']
const RESOURCE: Readonly<Record<Place, readonly [string, string]>> = {
  ecs: ['ecs', 'task'],
  eks: ['eks', 'pod'],
  asg: ['ec2', 'instance'],
  ec2: ['ec2', 'instance'],
}

/** A scheduler for tests: every copy is a process that does nothing; what is stopped is replaced at once. */
export function testRuntime(system: System, processes: Processes, on: Place) {
  const held = new Map<string, Held>()
  const attached = new Map<string, number[]>()
  let count = 0

  const launch = (id: string) =>
    processes.start({
      name: id,
      command: process.execPath,
      args: ['-e', 'setInterval(() => {}, 1000)'],
    })
  const add = (workload: string): Copy => {
    count += 1
    const id = `${workload}-${count}`
    const running = launch(id)
    const copy: Copy = {
      id,
      arn: arn(system, RESOURCE[on][0], `${RESOURCE[on][1]}/${id}`),
      workload,
      on,
      zone: system.zones[count % system.zones.length] as Zone,
      tags: system.workloads[workload]!.tags,
      pid: running.pid,
      port: 0,
      stressPort: 0,
      state: 'running',
      healthy: true,
      startedAt: Date.now(),
      cpuPercent: 0,
    }
    held.set(id, { copy, process: running })
    return copy
  }
  const set = (id: string, change: Partial<Copy>) => {
    const it = held.get(id)!
    it.copy = { ...it.copy, ...change }
  }
  const scheduler: Scheduler = {
    copies: (workload) =>
      [...held.values()].map((it) => it.copy).filter((copy) => !workload || copy.workload === workload),
    async stopCopy(id, how) {
      const it = held.get(id)
      if (!it?.process) return
      set(id, { state: 'draining', healthy: false, stopReason: how.reason })
      await it.process.stop(how.hard ? 'SIGKILL' : 'SIGTERM')
      it.process = null
      set(id, { state: 'stopped', pid: null })
      if (how.replace !== false) add(it.copy.workload)
    },
    async startCopy(id) {
      const running = launch(id)
      held.get(id)!.process = running
      set(id, { state: 'running', healthy: true, pid: running.pid })
    },
    attach(id, pid) {
      attached.set(id, [...(attached.get(id) ?? []), pid])
      return () =>
        void attached.set(
          id,
          attached.get(id)!.filter((one) => one !== pid),
        )
    },
  }
  return {
    ...scheduler,
    add,
    attached: (id: string) => attached.get(id) ?? [],
    stop: async () => void (await Promise.all([...held.values()].map((it) => it.process?.stop('SIGKILL')))),
  }
}
