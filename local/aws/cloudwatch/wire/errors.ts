/** An error that CloudWatch answers with: its shape in the newer protocols, its code in the query protocol. */
export class CloudWatchError extends Error {
  readonly shape: string
  readonly code: string
  readonly status: number
  constructor(shape: string, code: string, status: number, message: string) {
    super(message)
    this.shape = shape
    this.code = code
    this.status = status
  }
}

const kind =
  (shape: string, code: string, status = 400) =>
  (message: string) =>
    new CloudWatchError(shape, code, status, message)

/** The errors of the service, by what they mean. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html */
export const errors = {
  validation: kind('ValidationError', 'ValidationError'),
  value: kind('InvalidParameterValueException', 'InvalidParameterValue'),
  combination: kind('InvalidParameterCombinationException', 'InvalidParameterCombination'),
  missing: kind('MissingRequiredParameterException', 'MissingParameter'),
  notFound: kind('ResourceNotFound', 'ResourceNotFound', 404),
  resourceNotFound: kind('ResourceNotFoundException', 'ResourceNotFoundException', 404),
  format: kind('InvalidFormatFault', 'InvalidFormat'),
  limit: kind('LimitExceededFault', 'LimitExceeded'),
  token: kind('InvalidNextToken', 'InvalidNextToken'),
  dashboard: kind('DashboardInvalidInputError', 'InvalidParameterInput'),
  noDashboard: kind('DashboardNotFoundError', 'ResourceNotFound', 404),
  action: kind('InvalidAction', 'InvalidAction'),
  malformed: kind('SerializationException', 'MalformedInput'),
  internal: kind('InternalServiceFault', 'InternalServiceError', 500),
}
