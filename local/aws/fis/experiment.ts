import type { ActionOfTemplate, StopConditionOfTemplate, TargetOfTemplate } from './shapes.ts'
import type { Template } from './template.ts'

export type ExperimentStatus =
  | 'pending'
  | 'initiating'
  | 'running'
  | 'completed'
  | 'stopping'
  | 'stopped'
  | 'failed'
  | 'cancelled'
export type ActionStatus = ExperimentStatus | 'skipped'

/** An action of an experiment; times are seconds since 1970. */
export interface ExperimentAction extends ActionOfTemplate {
  state: { status: ActionStatus; reason: string }
  startTime?: number
  endTime?: number
}

/** An experiment as the API shows it: a snapshot of its template, and how far it is. */
export interface Experiment {
  readonly id: string
  readonly arn: string
  readonly experimentTemplateId: string
  readonly roleArn: string
  state: {
    status: ExperimentStatus
    reason: string
    error?: { readonly accountId: string; readonly code: string; readonly location: string }
  }
  readonly targets: Readonly<Record<string, TargetOfTemplate>>
  readonly actions: Readonly<Record<string, ExperimentAction>>
  readonly stopConditions: StopConditionOfTemplate[]
  readonly creationTime: number
  startTime?: number
  endTime?: number
  tags: Readonly<Record<string, string>>
  readonly logConfiguration?: NonNullable<Template['logConfiguration']>
  readonly experimentOptions: Template['experimentOptions'] & { readonly actionsMode: 'run-all' | 'skip-all' }
  readonly targetAccountConfigurationsCount: 0
}

/** A resource that a target has resolved to, as `ListExperimentResolvedTargets` gives it. */
export interface ResolvedTarget {
  readonly resourceType: string
  readonly targetName: string
  readonly targetInformation: Readonly<Record<string, string>>
}

/** Whether something is so, and what shows it. */
export interface Proof {
  readonly ok: boolean
  readonly evidence: string
}
/** What FIS does not say and we do: of one target of one action, whether the fault landed and whether all of it is gone. */
export interface Verdict {
  readonly action: string
  readonly actionId: string
  readonly target: string
  landed: Proof
  clean: Proof
}

/** What is kept of an experiment. */
export interface ExperimentRecord {
  readonly id: string
  readonly experiment: Experiment
  resolvedTargets: readonly ResolvedTarget[]
  verdicts: Verdict[]
}

const ENDED: readonly ExperimentStatus[] = ['completed', 'stopped', 'failed', 'cancelled']
export const hasEnded = (experiment: Experiment): boolean => ENDED.includes(experiment.state.status)
export const nowSeconds = (): number => Date.now() / 1000

/** A new experiment of a template, which later changes of the template do not touch. */
export function experimentOf(
  template: Template,
  it: { id: string; arn: string; tags: Record<string, string>; actionsMode: 'run-all' | 'skip-all' },
): ExperimentRecord {
  const { targets, actions, ...rest } = structuredClone(template)
  const pending = { status: 'pending', reason: 'Initial state' } as const
  const experiment: Experiment = {
    id: it.id,
    arn: it.arn,
    experimentTemplateId: template.id,
    roleArn: rest.roleArn,
    state: { status: 'initiating', reason: 'Experiment is initiating.' },
    targets,
    actions: Object.fromEntries(
      Object.entries(actions).map(([name, action]) => [name, { ...action, state: { ...pending } }]),
    ),
    stopConditions: rest.stopConditions,
    creationTime: nowSeconds(),
    tags: it.tags,
    ...(rest.logConfiguration ? { logConfiguration: rest.logConfiguration } : {}),
    experimentOptions: { ...rest.experimentOptions, actionsMode: it.actionsMode },
    targetAccountConfigurationsCount: 0,
  }
  return { id: it.id, experiment, resolvedTargets: [], verdicts: [] }
}
