import Type from 'typebox'
import { action } from '../action.ts'
import { disturb, flowParameters, interfaceParameters, linksOfCopies } from '../harm/network.ts'
import { integer, optional } from '../parameters.ts'
import { podParameters } from '../pod-parameters.ts'

/** Loses part of what pods send to their dependencies: streams see stalls and resets. */
export const eksPodNetworkPacketLoss = action({
  id: 'aws:eks:pod-network-packet-loss',
  description: 'Add packet loss to the target Kubernetes pods.',
  parameters: Type.Object({
    lossPercent: optional(integer('The percentage of packet loss.', 0, 100)),
    ...flowParameters,
    ...interfaceParameters,
    ...podParameters,
  }),
  run(at) {
    const { duration: seconds, sources, lossPercent = 7 } = at.parameters
    const toxic = { kind: 'loss', percent: lossPercent } as const
    return disturb(at, linksOfCopies(at, sources), toxic, seconds)
  },
})
