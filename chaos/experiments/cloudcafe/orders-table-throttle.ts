import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/**
 * The document's "DynamoDB throttling". Orders are in Aurora before they are in the table, so that they are still taken;
 * `dynamodb-throttling` is what the drill is meant to trip.
 */
export const ordersTableThrottle = experiment(cloudcafe, {
  id: 'orders-table-throttle',
  description: 'The table of active orders takes one read and one write a second for five minutes.',
  stopConditions: ['high-error-rate', 'lambda-errors'],
  targets: {},
  actions: {
    throttle: {
      actionId: 'aws:ssm:start-automation-execution',
      document: 'throttle-table',
      parameters: { TableName: cloudcafe.resources['active-orders'].table, Duration: 'PT5M' },
      maxDuration: 'PT15M',
    },
  },
})
