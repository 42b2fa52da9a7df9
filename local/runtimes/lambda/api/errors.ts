import { AwsError } from '../../../aws/wire/error.ts'

/** An error of the Lambda API, by its AWS name. https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html */
const lambdaError = (shape: string, message: string, more: Record<string, string> = {}) =>
  new AwsError(shape, message, { members: { Type: 'User', ...more } })

export const resourceNotFound = (message: string) => lambdaError('ResourceNotFoundException', message)
export const notFound = (arn: string) => resourceNotFound(`Function not found: ${arn}`)
export const invalid = (message: string) => lambdaError('InvalidParameterValueException', message)
export const badPayload = (message: string) => lambdaError('InvalidRequestContentException', message)
export const tooLarge = (what: string, bytes: number) =>
  lambdaError('RequestTooLargeException', `${what} must be smaller than ${bytes} bytes`)
export const tooManyRequests = () =>
  lambdaError('TooManyRequestsException', 'Rate Exceeded.', {
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    retryAfterSeconds: '1',
  })

/** Refuses to change what only the model says of a function or a mapping. */
export function checkChange(raw: unknown, named: string, changeable: string): void {
  const others = Object.keys(raw as object).filter((name) => name !== named && name !== changeable)
  if (others.length > 0)
    throw invalid(`${others.join(', ')}: change it in the model; only ${changeable} can be set here`)
}
