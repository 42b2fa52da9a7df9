import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/** Its group may terminate and replace the stopped instance before FIS starts it again: either is a recovery. */
export const loyaltyInstanceStop = experiment(cloudcafe, {
  id: 'loyalty-instance-stop',
  description: 'One loyalty instance is stopped, and started again after five minutes.',
  // loyalty is not behind the load balancer: errors there mean that the fault has spread
  stopConditions: ['high-error-rate', 'order-fast-burn'],
  targets: { instance: { instancesOf: 'loyalty', selectionMode: 'COUNT(1)' } },
  actions: {
    stop: {
      actionId: 'aws:ec2:stop-instances',
      target: 'instance',
      parameters: { startInstancesAfterDuration: 'PT5M', completeIfInstancesTerminated: 'true' },
    },
  },
})
