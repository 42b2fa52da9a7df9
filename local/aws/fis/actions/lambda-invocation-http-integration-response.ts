import Type from 'typebox'
import { action } from '../action.ts'
import {
  answerParameters,
  disturbInvocations,
  invocationParameters,
  responseParameters,
} from '../harm/invocations.ts'

/** Answers invocations as an integration of HTTP understands it, in the place of the function or after it. */
export const lambdaInvocationHttpIntegrationResponse = action({
  id: 'aws:lambda:invocation-http-integration-response',
  description: 'Replace the HTTP response of the target Lambda functions.',
  parameters: Type.Object({ ...invocationParameters, ...answerParameters, ...responseParameters }),
  run(at) {
    const { invocationPercentage: percent = 100, preventExecution } = at.parameters
    const { statusCode, contentTypeHeader } = at.parameters
    const payload = JSON.stringify({ statusCode, headers: { 'Content-Type': contentTypeHeader }, body: '' })
    return disturbInvocations(
      at,
      { kind: 'response', percent, preventExecution, payload },
      at.parameters.duration,
    )
  },
})
