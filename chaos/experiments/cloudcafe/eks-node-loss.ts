import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/** The document's "EKS node drain", and worse: the node goes with all its pods at once, and nothing drains it. */
export const eksNodeLoss = experiment(cloudcafe, {
  id: 'eks-node-loss',
  description: 'A third of the EKS nodes is terminated with its pods.',
  stopConditions: ['high-error-rate'],
  targets: { nodes: { nodesOf: 'menu' } },
  actions: {
    terminate: {
      actionId: 'aws:eks:terminate-nodegroup-instances',
      target: 'nodes',
      parameters: { instanceTerminationPercentage: '34' },
    },
  },
})
