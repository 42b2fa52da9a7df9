/**
 * What SSM Automation takes as a document's content, as far as faults need it.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html
 */
export interface DocumentContent {
  readonly schemaVersion: '0.3'
  readonly description?: string
  readonly assumeRole?: string
  readonly parameters?: Readonly<Record<string, DocumentParameter>>
  readonly mainSteps: readonly Step[]
}
export interface DocumentParameter {
  readonly type: 'String'
  readonly description?: string
  readonly default?: string
}

/** A call of an AWS API: boto3's name of the service, the operation, and its parameters beside them. */
export interface ApiInputs {
  readonly Service: string
  readonly Api: string
  readonly [parameter: string]: unknown
}
/** What later steps may name as `{{ step.Name }}`: a part of the answer, by its JSON path. */
export interface StepOutput {
  readonly Name: string
  readonly Selector: string
  readonly Type: 'String' | 'Integer' | 'Boolean' | 'StringList' | 'StringMap' | 'MapList'
}

/** Calls an API. */
export interface ApiStep {
  readonly action: 'aws:executeAwsApi'
  readonly inputs: ApiInputs
  readonly outputs?: readonly StepOutput[]
}
/** Calls an API and looks at one property of the answer: at once, or until it is what is wanted. */
export interface PropertyStep {
  readonly action: 'aws:assertAwsResourceProperty' | 'aws:waitForAwsResourceProperty'
  /** How long it may wait. */
  readonly timeoutSeconds?: number
  readonly inputs: ApiInputs & {
    readonly PropertySelector: string
    readonly DesiredValues: readonly string[]
  }
}
/** Waits for an ISO 8601 duration. */
export interface SleepStep {
  readonly action: 'aws:sleep'
  readonly inputs: { readonly Duration: string }
}

type Turn = 'Abort' | `step:${string}`
/** A step with its place in the flow: `onFailure` and `onCancel` name the step that undoes. */
export type Step = (ApiStep | PropertyStep | SleepStep) & {
  readonly name: string
  readonly onFailure?: Turn | 'Continue'
  readonly onCancel?: Turn
  readonly isCritical?: boolean
  readonly isEnd?: boolean
  readonly nextStep?: string
}
