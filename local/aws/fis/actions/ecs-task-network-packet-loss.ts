import Type from 'typebox'
import { action } from '../action.ts'
import { agentParameters, disturb, flowParameters, linksOfCopies } from '../harm/network.ts'
import { integer, optional } from '../parameters.ts'

/** Loses part of what tasks send to their dependencies: streams see stalls and resets. */
export const ecsTaskNetworkPacketLoss = action({
  id: 'aws:ecs:task-network-packet-loss',
  description: 'Add packet loss to the target ECS tasks.',
  parameters: Type.Object({
    lossPercent: optional(integer('The percentage of packet loss.', 0, 100)),
    ...flowParameters,
    ...agentParameters,
  }),
  run(at) {
    const { duration: seconds, sources, lossPercent = 7 } = at.parameters
    const toxic = { kind: 'loss', percent: lossPercent } as const
    return disturb(at, linksOfCopies(at, sources), toxic, seconds)
  },
})
