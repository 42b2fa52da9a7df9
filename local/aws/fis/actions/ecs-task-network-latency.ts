import Type from 'typebox'
import { action } from '../action.ts'
import { agentParameters, disturb, flowParameters, linksOfCopies } from '../harm/network.ts'
import { integer, optional } from '../parameters.ts'

/** Delays what tasks send to their dependencies. */
export const ecsTaskNetworkLatency = action({
  id: 'aws:ecs:task-network-latency',
  description: 'Add network latency and jitter to the target ECS tasks.',
  parameters: Type.Object({
    delayMilliseconds: optional(integer('The delay, in milliseconds.', 0, 60_000)),
    jitterMilliseconds: optional(integer('The jitter, in milliseconds.', 0, 60_000)),
    ...flowParameters,
    ...agentParameters,
  }),
  run(at) {
    const { duration: seconds, sources, delayMilliseconds = 200, jitterMilliseconds = 10 } = at.parameters
    const toxic = { kind: 'latency', latencyMs: delayMilliseconds, jitterMs: jitterMilliseconds } as const
    return disturb(at, linksOfCopies(at, sources), toxic, seconds)
  },
})
