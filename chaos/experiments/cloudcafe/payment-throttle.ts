import { functionName } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { experiment } from '../experiment.ts'

/**
 * The document's "Lambda throttling". Orders are still taken and wait in the queue to be paid; throttles are no errors
 * of the function, so that `lambda-errors` may stop the drill.
 */
export const paymentThrottle = experiment(cloudcafe, {
  id: 'payment-throttle',
  description: 'Every invocation of the payment processor is refused for three minutes.',
  stopConditions: ['high-error-rate', 'lambda-errors'],
  targets: {},
  actions: {
    throttle: {
      actionId: 'aws:ssm:start-automation-execution',
      document: 'throttle-function',
      parameters: { FunctionName: functionName(cloudcafe, 'payment-processor'), Duration: 'PT3M' },
      maxDuration: 'PT10M',
    },
  },
})
