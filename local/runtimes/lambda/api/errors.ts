/** An error of the Lambda API, by its AWS name. https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html */
export class LambdaError extends Error {
  readonly status: number
  readonly type: string
  readonly extra: Readonly<Record<string, string>>
  constructor(status: number, type: string, message: string, extra: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.type = type
    this.extra = extra
  }
}

export const notFound = (arn: string) =>
  new LambdaError(404, 'ResourceNotFoundException', `Function not found: ${arn}`)
export const invalid = (message: string) => new LambdaError(400, 'InvalidParameterValueException', message)
export const tooManyRequests = () =>
  new LambdaError(429, 'TooManyRequestsException', 'Rate Exceeded.', {
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    retryAfterSeconds: '1',
  })
