import type {
  CreateExperimentTemplateActionInput,
  CreateExperimentTemplateTargetInput,
} from '@aws-sdk/client-fis'
import {
  FisExperimentTemplate,
  type FisExperimentTemplateAction,
  type FisExperimentTemplateTarget,
} from '@cdktf/provider-aws/lib/fis-experiment-template/index.js'
import type { Experiment } from '../../chaos/experiments/experiment.ts'
import { type Arns, templateOf } from '../../chaos/experiments/template.ts'
import type { Stack } from '../stack.ts'

interface ExperimentContext {
  readonly stack: Stack
  readonly roleArn: string
  readonly logGroupArn: string
  readonly arns: Arns
}

/** An experiment as a template of FIS; what it says is what the local FIS is given. */
export function experiment(
  it: Experiment,
  { stack, roleArn, logGroupArn, arns }: ExperimentContext,
): FisExperimentTemplate {
  const template = templateOf({ ...it, system: stack.site.system }, arns)
  return new FisExperimentTemplate(stack, it.id, {
    description: template.description!,
    roleArn,
    stopCondition: template.stopConditions!.map(({ source, value }) => ({ source: source!, value: value! })),
    target: Object.entries(template.targets ?? {}).map(([name, one]) => target(name, one)),
    action: Object.entries(template.actions!).map(([name, one]) => action(name, one)),
    experimentOptions: { ...template.experimentOptions },
    logConfiguration: {
      logSchemaVersion: 2,
      cloudwatchLogsConfiguration: { logGroupArn: `${logGroupArn}:*` },
    },
    tags: { ...template.tags },
  })
}

const pairs = (of: Readonly<Record<string, string>> = {}) =>
  Object.entries(of).map(([key, value]) => ({ key, value }))

const target = (name: string, it: CreateExperimentTemplateTargetInput): FisExperimentTemplateTarget => ({
  name,
  resourceType: it.resourceType!,
  selectionMode: it.selectionMode!,
  ...(it.resourceArns ? { resourceArns: it.resourceArns } : {}),
  ...(it.parameters ? { parameters: it.parameters } : {}),
  resourceTag: pairs(it.resourceTags),
  filter: (it.filters ?? []).map(({ path, values }) => ({ path: path!, values: values! })),
})

function action(name: string, it: CreateExperimentTemplateActionInput): FisExperimentTemplateAction {
  // every action of FIS takes one kind of target at the most
  const [aimed] = pairs(it.targets)
  return {
    name,
    actionId: it.actionId!,
    ...(it.description ? { description: it.description } : {}),
    parameter: pairs(it.parameters),
    ...(aimed ? { target: aimed } : {}),
    ...(it.startAfter ? { startAfter: it.startAfter } : {}),
  }
}
