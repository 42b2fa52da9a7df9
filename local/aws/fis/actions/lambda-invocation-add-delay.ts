import Type from 'typebox'
import { action } from '../action.ts'
import { delayParameters, disturbInvocations, invocationParameters } from '../harm/invocations.ts'

/** Lets functions wait before each invocation; the wait counts to the invocation's duration and timeout. */
export const lambdaInvocationAddDelay = action({
  id: 'aws:lambda:invocation-add-delay',
  description: 'Delay the start of the target Lambda functions.',
  parameters: Type.Object({ ...invocationParameters, ...delayParameters }),
  run(at) {
    const { duration: seconds, invocationPercentage = 100, startupDelayMilliseconds = 1000 } = at.parameters
    const delay = { kind: 'delay', percent: invocationPercentage, delayMs: startupDelayMilliseconds } as const
    return disturbInvocations(at, delay, seconds)
  },
})
