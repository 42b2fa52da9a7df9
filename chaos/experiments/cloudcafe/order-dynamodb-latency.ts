import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/** What the order tasks keep and read in DynamoDB comes late; Aurora, where orders stand, does not. */
export const orderDynamodbLatency = experiment(cloudcafe, {
  id: 'order-dynamodb-latency',
  description: 'DynamoDB answers the order tasks 300 ms later, for five minutes.',
  stopConditions: ['high-error-rate', 'order-fast-burn'],
  targets: { tasks: { tasksOf: 'order', selectionMode: 'ALL' } },
  actions: {
    slow: {
      actionId: 'aws:ecs:task-network-latency',
      target: 'tasks',
      parameters: { duration: 'PT5M', delayMilliseconds: '300', sources: 'DYNAMODB' },
    },
  },
})
