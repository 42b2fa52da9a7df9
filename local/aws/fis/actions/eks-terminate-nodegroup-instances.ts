import Type from 'typebox'
import { zoneName } from '../../../../model/names.ts'
import type { Copy } from '../../../types.ts'
import { type ActionRun, action } from '../action.ts'
import { isAlive } from '../harm/kill.ts'
import { integer } from '../parameters.ts'
import { select } from '../selection.ts'
import type { Resource } from '../target-type.ts'
import { copiesOn } from '../world.ts'

/** Terminates nodes with the pods on them. A node here is a zone: at its smallest the group has one in each. */
export const eksTerminateNodegroupInstances = action({
  id: 'aws:eks:terminate-nodegroup-instances',
  description: 'Terminate instances of the target EKS managed node groups.',
  parameters: Type.Object({
    instanceTerminationPercentage: integer('The percentage of instances to terminate.', 1, 100),
  }),
  run: (at) =>
    at.inject({
      data: { groups: at.targets.map((target) => target.id) },
      async apply() {
        const n = at.parameters.instanceTerminationPercentage
        await Promise.all(at.targets.map((target) => terminate(at, target, n)))
      },
      undo: () => undefined,
      clean: () => ({ ok: true, evidence: 'nothing to undo' }),
    }),
})

async function terminate(at: ActionRun, target: Resource, n: number): Promise<void> {
  const nodes = Map.groupBy(
    copiesOn(at.world, 'eks').filter(({ pid }) => pid !== null),
    (pod) => zoneName(at.cloud.system, pod.zone),
  )
  const zones = select([...nodes.keys()], { kind: 'PERCENT', n })
  if (zones.length === 0) throw new Error(`${n} % of ${nodes.size} nodes is less than one`)
  const pods = zones.flatMap((zone) => nodes.get(zone)!)
  await Promise.all(pods.map((pod) => end(at, pod)))
  const left = pods.filter(({ pid }) => isAlive(pid!)).length
  const evidence = `${pods.length - left} of ${pods.length} pods ended with the node in ${zones.join(', ')}`
  at.landed(target, { ok: left === 0, evidence })
}

const end = ({ world, experiment }: ActionRun, { id }: Copy): Promise<void> =>
  world.runtimes.eks.stopCopy(id, {
    hard: true,
    reason: `Its node was terminated by FIS experiment ${experiment}`,
    replace: true,
  })
