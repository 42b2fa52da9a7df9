import { AwsError } from '../wire/error.ts'

/** Errors of the SSM API, under AWS's names. https://docs.aws.amazon.com/systems-manager/latest/APIReference/CommonErrors.html */
export const invalid = (message: string) => new AwsError('ValidationException', message)
export const badContent = (message: string) => new AwsError('InvalidDocumentContent', message)
export const noDocument = (name: string) =>
  new AwsError('InvalidDocument', `Document with name ${name} does not exist.`)
export const noDefinition = (name: string) =>
  new AwsError(
    'AutomationDefinitionNotFoundException',
    `Automation document with name ${name} does not exist.`,
  )
export const badParameters = (message: string) =>
  new AwsError('InvalidAutomationExecutionParametersException', message)
export const noExecution = (id: string) =>
  new AwsError('AutomationExecutionNotFoundException', `There is no automation execution with ID ${id}.`)
