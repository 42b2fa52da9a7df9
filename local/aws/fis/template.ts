import type { ActionOfTemplate, StopConditionOfTemplate, TargetOfTemplate, TemplateParts } from './shapes.ts'

/** An experiment template as the API shows it; times are seconds since 1970. */
export interface Template {
  readonly id: string
  readonly arn: string
  readonly description: string
  readonly targets: Readonly<Record<string, TargetOfTemplate>>
  readonly actions: Readonly<Record<string, ActionOfTemplate>>
  readonly stopConditions: StopConditionOfTemplate[]
  readonly creationTime: number
  readonly lastUpdateTime: number
  readonly roleArn: string
  readonly tags: Readonly<Record<string, string>>
  readonly logConfiguration?: NonNullable<TemplateParts['logConfiguration']>
  readonly experimentOptions: {
    readonly accountTargeting: 'single-account'
    readonly emptyTargetResolutionMode: 'fail' | 'skip'
  }
  readonly targetAccountConfigurationsCount: 0
}
