import Type from 'typebox'
import { action } from '../action.ts'
import { portOnAws } from '../dependency.ts'
import { disturb, linksOfCopies, podBlackholeParameters } from '../harm/network.ts'
import { podParameters } from '../pod-parameters.ts'

/** Drops what pods send to a port. */
export const eksPodNetworkBlackholePort = action({
  id: 'aws:eks:pod-network-blackhole-port',
  description: 'Drop outbound traffic of the target Kubernetes pods for the specified protocol and port.',
  parameters: Type.Object({ ...podBlackholeParameters, ...podParameters }),
  run(at) {
    const { duration: seconds, port } = at.parameters
    const wants = (to: string) => portOnAws(at.cloud.system, to) === port
    return disturb(at, { ...linksOfCopies(at), wants }, { kind: 'blackhole' }, seconds)
  },
})
