import Type from 'typebox'
import { action } from '../action.ts'
import { disturb, flowParameters, interfaceParameters, linksOfCopies } from '../harm/network.ts'
import { integer, optional } from '../parameters.ts'
import { podParameters } from '../pod-parameters.ts'

/** Delays what pods send to their dependencies. */
export const eksPodNetworkLatency = action({
  id: 'aws:eks:pod-network-latency',
  description: 'Add network latency and jitter to the target Kubernetes pods.',
  parameters: Type.Object({
    delayMilliseconds: optional(integer('The delay, in milliseconds.', 0, 60_000)),
    jitterMilliseconds: optional(integer('The jitter, in milliseconds.', 0, 60_000)),
    ...flowParameters,
    ...interfaceParameters,
    ...podParameters,
  }),
  run(at) {
    const { duration: seconds, sources, delayMilliseconds = 200, jitterMilliseconds = 10 } = at.parameters
    const toxic = { kind: 'latency', latencyMs: delayMilliseconds, jitterMs: jitterMilliseconds } as const
    return disturb(at, linksOfCopies(at, sources), toxic, seconds)
  },
})
