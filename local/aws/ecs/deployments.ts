import { randomInt, randomUUID } from 'node:crypto'
import { serviceName } from '../../../model/names.ts'
import type { Copy } from '../../types.ts'
import type { Estate } from '../estate.ts'

/** One rollout of a service. */
export interface Deployment {
  readonly id: string
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly state: 'IN_PROGRESS' | 'COMPLETED'
}
export interface ServiceEvent {
  readonly id: string
  readonly createdAt: Date
  readonly message: string
}

const MOST_EVENTS = 100

/** Rollouts of the services and what is said of them, since the cloud was made. */
export function deployments({ system, runtimes, since }: Estate) {
  const lists = new Map<string, readonly [Deployment, ...Deployment[]]>()
  const events = new Map<string, readonly ServiceEvent[]>()

  /** The newest first; two while the older one's tasks are replaced. */
  function of(workload: string) {
    const list = lists.get(workload) ?? [{ ...newDeployment(since), state: 'COMPLETED' as const }]
    lists.set(workload, list)
    return list
  }
  function say(workload: string, what: string) {
    const message = `(service ${serviceName(system, workload)}) ${what}`
    const event = { id: randomUUID(), createdAt: new Date(), message }
    events.set(workload, [event, ...(events.get(workload) ?? [])].slice(0, MOST_EVENTS))
  }
  function begin(workload: string) {
    const [before] = of(workload)
    const next = newDeployment(new Date())
    lists.set(workload, [next, before])
    runtimes.ecs.roll(workload).then(
      () => {
        lists.set(workload, [{ ...next, updatedAt: new Date(), state: 'COMPLETED' }])
        say(workload, `(deployment ${next.id}) deployment completed.`)
      },
      (error: Error) => {
        lists.set(workload, [before])
        say(workload, `(deployment ${next.id}) deployment failed: ${error.message}`)
      },
    )
  }
  return {
    of,
    say,
    begin,
    events: (workload: string): readonly ServiceEvent[] => events.get(workload) ?? [],
    /** The deployment that a task belongs to. */
    ofTask: ({ workload, startedAt }: Copy): Deployment => {
      const list = of(workload)
      return list.find(({ createdAt }) => startedAt >= createdAt.getTime()) ?? list.at(-1)!
    },
  }
}
export type Deployments = ReturnType<typeof deployments>

function newDeployment(at: Date): Deployment {
  const number = String(randomInt(10 ** 12)).padStart(19, '1')
  return { id: `ecs-svc/${number}`, createdAt: at, updatedAt: at, state: 'IN_PROGRESS' }
}
