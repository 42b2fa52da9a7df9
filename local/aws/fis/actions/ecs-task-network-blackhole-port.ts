import Type from 'typebox'
import { action } from '../action.ts'
import { portOnAws } from '../dependency.ts'
import { agentParameters, disturb, linksOfCopies, taskBlackholeParameters } from '../harm/network.ts'

/** Drops what tasks send to a port. */
export const ecsTaskNetworkBlackholePort = action({
  id: 'aws:ecs:task-network-blackhole-port',
  description: 'Drop outbound traffic of the target ECS tasks for the specified protocol and port.',
  parameters: Type.Object({ ...taskBlackholeParameters, ...agentParameters }),
  run(at) {
    const { duration: seconds, port } = at.parameters
    const wants = (to: string) => portOnAws(at.cloud.system, to) === port
    return disturb(at, { ...linksOfCopies(at), wants }, { kind: 'blackhole' }, seconds)
  },
})
