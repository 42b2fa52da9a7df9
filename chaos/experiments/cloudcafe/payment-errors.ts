import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/**
 * The charge is made and the invocation is said to have failed: SQS gives the same payments again, and nobody may pay
 * twice. It is over before a payment can have failed so often that it goes to the dead letters.
 */
export const paymentErrors = experiment(cloudcafe, {
  id: 'payment-errors',
  description: 'Half of the payment processor’s invocations fail after their work is done, for five minutes.',
  // `lambda-errors` is what the drill is meant to trip; an order does not wait for its payment: errors there mean that the fault has spread
  stopConditions: ['high-error-rate', 'order-fast-burn'],
  targets: { processor: { functionOf: 'payment-processor' } },
  actions: {
    fail: {
      actionId: 'aws:lambda:invocation-error',
      target: 'processor',
      parameters: { duration: 'PT5M', invocationPercentage: '50', preventExecution: 'false' },
    },
  },
})
