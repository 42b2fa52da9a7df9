import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/** As if every invocation started cold: payments take longer, and more of them run at once. */
export const paymentDelay = experiment(cloudcafe, {
  id: 'payment-delay',
  description: 'The payment processor starts its work five seconds late, for five minutes.',
  stopConditions: ['lambda-errors', 'high-error-rate', 'order-fast-burn'],
  targets: { processor: { functionOf: 'payment-processor' } },
  actions: {
    delay: {
      actionId: 'aws:lambda:invocation-add-delay',
      target: 'processor',
      parameters: { duration: 'PT5M', startupDelayMilliseconds: '5000' },
    },
  },
})
