import Type from 'typebox'
import { type ActionRun, action } from '../action.ts'
import { endCopies, endCopy } from '../kill.ts'
import { duration, flag, optional } from '../parameters.ts'
import type { Resource } from '../target-type.ts'
import { placeOfInstance } from '../targets/ec2-instance.ts'
import { copyNow } from '../world.ts'

/** Stops instances, and starts them again after a while where that is asked for. */
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
    // without a restart an instance stays stopped, and a group replaces it as it would any unhealthy one
    if (after === undefined) return endCopies(at, (it) => placeOfInstance(at.world, it.id), { replace: true })
    return stopForAWhile(at, after, tolerant)
  },
})

async function stopForAWhile(at: ActionRun, seconds: number, tolerant: boolean) {
  const places = new Map(at.targets.map((it) => [it.id, placeOfInstance(at.world, it.id)] as const))
  const start = async (it: Resource) => {
    const on = places.get(it.id)!
    const now = copyNow(at.world, on, it.id)
    if (now?.state === 'stopped' || now?.state === 'draining') return at.world.runtimes[on].startCopy(it.id)
  }
  await at.inject({
    data: { copies: at.targets.map((it) => it.id) },
    async apply() {
      await Promise.all(at.targets.map((it) => endCopy(at, it, places.get(it.id)!, { replace: false })))
    },
    async undo() {
      await Promise.all(at.targets.map(start))
    },
    clean(it) {
      const now = copyNow(at.world, places.get(it.id)!, it.id)
      const ok = now ? now.state !== 'stopped' : tolerant
      return { ok, evidence: now ? `the instance is ${now.state}` : 'the instance was terminated meanwhile' }
    },
  })
  await at.hold(seconds)
  const gone = at.targets.filter((it) => !copyNow(at.world, places.get(it.id)!, it.id))
  if (gone.length > 0 && !tolerant && !at.signal.aborted)
    throw new Error(
      `Instances cannot be started: terminated meanwhile were ${gone.map((it) => it.id).join(', ')}`,
    )
}
