import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/** The document's "EC2 instance termination": the instance is gone for good, and its group replaces it. */
export const loyaltyInstanceTerminate = experiment(cloudcafe, {
  id: 'loyalty-instance-terminate',
  description: 'One loyalty instance is terminated, and its group replaces it.',
  // loyalty is not behind the load balancer: errors there mean that the fault has spread
  stopConditions: ['high-error-rate', 'order-fast-burn'],
  targets: { instance: { instancesOf: 'loyalty', selectionMode: 'COUNT(1)' } },
  actions: { terminate: { actionId: 'aws:ec2:terminate-instances', target: 'instance' } },
})
