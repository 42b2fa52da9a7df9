import Type from 'typebox'
import { action } from '../action.ts'
import { answerParameters, disturbInvocations, invocationParameters } from '../harm/invocations.ts'

/** Marks invocations as failed, before or after the function has done its work. */
export const lambdaInvocationError = action({
  id: 'aws:lambda:invocation-error',
  description: 'Mark invocations of the target Lambda functions as failed.',
  parameters: Type.Object({ ...invocationParameters, ...answerParameters }),
  run(at) {
    const { duration: seconds, invocationPercentage = 100, preventExecution } = at.parameters
    return disturbInvocations(at, { kind: 'error', percent: invocationPercentage, preventExecution }, seconds)
  },
})
