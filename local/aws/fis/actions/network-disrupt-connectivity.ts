import Type from 'typebox'
import { action } from '../action.ts'
import { isDynamoDb, isOutsideVpc } from '../dependency.ts'
import { disturb } from '../harm/network.ts'
import { duration, oneOf } from '../parameters.ts'

/** Copies are in the private subnet of their zone; the other tiers hold no copy, so that nothing there has a link. */
const TIER_OF_COPIES = 'private'

/** Cuts the copies of a subnet off from their dependencies; requests that load balancers send them still arrive. */
export const networkDisruptConnectivity = action({
  id: 'aws:network:disrupt-connectivity',
  description: 'Deny the specified traffic to the target subnets.',
  parameters: Type.Object({
    duration: duration('The duration (ISO 8601).'),
    scope: oneOf('The type of traffic to deny; all, dynamodb and vpc are available here.', [
      'all',
      'dynamodb',
      'vpc',
    ]),
  }),
  run(at) {
    const { system } = at.cloud
    const scopes = {
      all: () => true,
      dynamodb: isDynamoDb,
      vpc: (to: string) => isOutsideVpc(system, to),
    }
    const reach = {
      ofTarget: (subnet: { readonly id: string }, { zone }: { readonly zone: string }) =>
        subnet.id === `${TIER_OF_COPIES}/${zone}`,
      wants: scopes[at.parameters.scope],
    }
    return disturb(at, reach, { kind: 'blackhole' }, at.parameters.duration)
  },
})
