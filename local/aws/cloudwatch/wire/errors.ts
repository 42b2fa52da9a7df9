import { AwsError } from '../../wire/error.ts'

const kind = (shape: string) => (message: string) => new AwsError(shape, message)

/** The errors of the service, by what they mean. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html */
export const errors = {
  validation: kind('ValidationError'),
  value: kind('InvalidParameterValueException'),
  combination: kind('InvalidParameterCombinationException'),
  missing: kind('MissingRequiredParameterException'),
  notFound: kind('ResourceNotFound'),
  resourceNotFound: kind('ResourceNotFoundException'),
  format: kind('InvalidFormatFault'),
  limit: kind('LimitExceededFault'),
  token: kind('InvalidNextToken'),
  dashboard: kind('DashboardInvalidInputError'),
  noDashboard: kind('DashboardNotFoundError'),
}
