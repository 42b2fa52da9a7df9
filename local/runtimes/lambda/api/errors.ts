import { AwsError } from '../../../aws/wire/error.ts'

/** An error of the Lambda API, by its AWS name. https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html */
const lambdaError = (status: number, code: string, message: string, more: Record<string, string> = {}) =>
  new AwsError(code, message, { status, members: { Type: 'User', ...more } })

export const resourceNotFound = (message: string) => lambdaError(404, 'ResourceNotFoundException', message)
export const notFound = (arn: string) => resourceNotFound(`Function not found: ${arn}`)
export const invalid = (message: string) => lambdaError(400, 'InvalidParameterValueException', message)
export const badPayload = (message: string) => lambdaError(400, 'InvalidRequestContentException', message)
export const tooLarge = (what: string, bytes: number) =>
  lambdaError(413, 'RequestTooLargeException', `${what} must be smaller than ${bytes} bytes`)
export const tooManyRequests = () =>
  lambdaError(429, 'TooManyRequestsException', 'Rate Exceeded.', {
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    retryAfterSeconds: '1',
  })

/** Refuses to change what only the model says of a function or a mapping. */
export function checkChange(raw: unknown, named: string, changeable: string): void {
  const others = Object.keys(raw as object).filter((name) => name !== named && name !== changeable)
  if (others.length > 0)
    throw invalid(`${others.join(', ')}: change it in the model; only ${changeable} can be set here`)
}
