import { AwsError } from '../../wire/error.ts'

const kind =
  (shape: string, code: string, status = 400) =>
  (message: string) =>
    new AwsError(code, message, { status, shape })

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
  internal: kind('InternalServiceFault', 'InternalServiceError', 500),
}
