import Type from 'typebox'
import { type ActionRun, action } from '../action.ts'
import { endCopies, endCopy } from '../harm/kill.ts'
import { duration, flag, optional } from '../parameters.ts'
import type { Resource } from '../target-type.ts'
import { placeOfInstance } from '../targets/ec2-instance.ts'
import { copyNow } from '../world.ts'

/**
 * Stops instances, and starts them again after a while where that is asked for. An Auto Scaling group may find a
 * stopped one first and replace it, as on AWS.
 */
export const ec2StopInstances = action({
  id: 'aws:ec2:stop-instances',
  description: 'Stop the target EC2 instances.',
  parameters: Type.Object({
    startInstancesAfterDuration: optional(
      duration('The time to wait before starting the instances (ISO 8601).'),
    ),
    completeIfInstancesTerminated: optional(
      flag('If true, the action does not fail when instances were terminated meanwhile.'),
    ),
  }),
  run(at) {
    const { startInstancesAfterDuration: after, completeIfInstancesTerminated: tolerant = false } =
      at.parameters
    if (after === undefined)
      return endCopies(at, (it) => placeOfInstance(at.world, it.id), { replace: false })
    return stopForAWhile(at, after, tolerant)
  },
})

async function stopForAWhile(at: ActionRun, seconds: number, tolerant: boolean): Promise<void> {
  const places = new Map(at.targets.map((it) => [it.id, placeOfInstance(at.world, it.id)] as const))
  const now = (it: Resource) => copyNow(at.world, places.get(it.id)!, it.id)
  const stop = (it: Resource) => endCopy(at, it, places.get(it.id)!, { replace: false })
  const terminated = new Set<string>()
  // a scheduler refuses to start what it has terminated
  const start = async (it: Resource) => {
    const stopped = now(it)?.state === 'stopped' && !terminated.has(it.id)
    if (stopped)
      await at.world.runtimes[places.get(it.id)!].startCopy(it.id).catch(() => terminated.add(it.id))
  }
  const startAll = async () => void (await Promise.all(at.targets.map(start)))
  await at.inject({
    data: { copies: at.targets.map((it) => it.id) },
    apply: async () => void (await Promise.all(at.targets.map(stop))),
    undo: startAll,
    clean(it) {
      if (terminated.has(it.id)) return { ok: true, evidence: 'its group has terminated and replaced it' }
      const state = now(it)?.state ?? 'forgotten by its scheduler'
      return { ok: state !== 'stopped', evidence: `the instance is ${state}` }
    },
  })
  await at.hold(seconds)
  if (at.signal.aborted) return
  await startAll()
  if (terminated.size > 0 && !tolerant)
    throw new Error(
      `Instances were terminated meanwhile and cannot be started: ${[...terminated].join(', ')}`,
    )
}
