import type {
  CreateExperimentTemplateActionInput,
  CreateExperimentTemplateCommandInput,
  CreateExperimentTemplateTargetInput,
} from '@aws-sdk/client-fis'
import { fisActions } from '../../model/fis.ts'
import type { System } from '../../model/kinds.ts'
import {
  alarmArn,
  albName,
  auroraArn,
  clusterName,
  deploymentName,
  documentArn,
  entryTags,
  faultRoleArn,
  faultServiceAccount,
  functionArn,
  listenerRuleArn,
  namespace,
  nodeTags,
  serviceName,
} from '../../model/names.ts'
import type { Action, Experiment, Parameter, Target } from './experiment.ts'

/** ARNs that AWS chooses when it makes something: there Terraform knows them, here they are made up. */
export interface Arns {
  readonly ruleOf: (balancer: string, workload: string) => string
}

const arnsHere = (system: System): Arns => ({
  ruleOf(balancer, workload) {
    const entry = system.entries[balancer]
    const at = entry?.kind === 'alb' ? entry.routes.findIndex((it) => it.to === workload) : -1
    if (at < 0) throw new Error(`${system.id} has no rule of '${balancer}' that leads to '${workload}'`)
    return listenerRuleArn(system, albName(system, balancer), at + 1)
  },
})

/** The experiment as `CreateExperimentTemplate` takes it, on AWS and here alike. */
export const templateOf = (
  it: Experiment,
  arns: Arns = arnsHere(it.system),
): CreateExperimentTemplateCommandInput => ({
  description: it.description,
  stopConditions: it.stopConditions.map((id) => ({
    source: 'aws:cloudwatch:alarm',
    value: alarmArn(it.system, id),
  })),
  targets: mapValues(it.targets, (target) => targetOf(target, it.system)),
  actions: mapValues(it.actions, (action) => actionOf(action, it.system, arns)),
  roleArn: faultRoleArn(it.system),
  experimentOptions: { accountTargeting: 'single-account', emptyTargetResolutionMode: 'fail' },
  tags: { Name: `${it.system.id}-${it.id}`, System: it.system.id },
})

function targetOf(target: Target, system: System): CreateExperimentTemplateTargetInput {
  if ('tasksOf' in target)
    return {
      resourceType: 'aws:ecs:task',
      selectionMode: target.selectionMode,
      parameters: { cluster: clusterName(system), service: serviceName(system, target.tasksOf) },
    }
  if ('podsOf' in target)
    return {
      resourceType: 'aws:eks:pod',
      selectionMode: target.selectionMode,
      parameters: {
        clusterIdentifier: clusterName(system),
        namespace: namespace(system),
        selectorType: 'deploymentName',
        selectorValue: deploymentName(system, target.podsOf),
      },
    }
  if ('instancesOf' in target)
    return {
      resourceType: 'aws:ec2:instance',
      selectionMode: target.selectionMode,
      resourceTags: { ...system.workloads[target.instancesOf]!.tags },
      filters: [{ path: 'State.Name', values: ['running'] }],
    }
  if ('nodesOf' in target)
    return {
      resourceType: 'aws:eks:nodegroup',
      selectionMode: 'ALL',
      resourceTags: { ...nodeTags(system) },
    }
  if ('balancer' in target)
    return {
      resourceType: 'aws:arc:zonal-shift-managed-resource',
      selectionMode: 'ALL',
      resourceTags: { ...entryTags(system, target.balancer) },
    }
  if ('functionOf' in target)
    return {
      resourceType: 'aws:lambda:function',
      selectionMode: 'ALL',
      resourceArns: [functionArn(system, target.functionOf)],
    }
  return {
    resourceType: 'aws:rds:cluster',
    selectionMode: 'ALL',
    resourceArns: [auroraArn(system, target.clusterOf)],
  }
}

function actionOf(action: Action, system: System, arns: Arns): CreateExperimentTemplateActionInput {
  const wanted = fisActions[action.actionId]
  const ofPods = wanted?.resourceType === 'aws:eks:pod'
  const account = ofPods ? { kubernetesServiceAccount: faultServiceAccount(system) } : {}
  // Fargate lets nobody into a task's network but ECS itself: https://docs.aws.amazon.com/fis/latest/userguide/ecs-task-actions.html
  const way = action.actionId.startsWith('aws:ecs:task-network-')
    ? { useEcsFaultInjectionEndpoints: 'true' }
    : {}
  const parameters = mapValues(action.parameters ?? {}, (value) => textOf(value, arns))
  return {
    actionId: action.actionId,
    ...(action.description ? { description: action.description } : {}),
    parameters: action.document
      ? automationOf(action.document, action.maxDuration, parameters, system)
      : { ...account, ...way, ...parameters },
    ...(wanted && action.target ? { targets: { [wanted.key]: action.target } } : {}),
    ...(action.startAfter ? { startAfter: [...action.startAfter] } : {}),
  }
}

const textOf = (value: Parameter, arns: Arns): string =>
  typeof value === 'string' ? value : arns.ruleOf(value.ruleOf, value.to)

/** FIS takes a document's parameters as one text. */
const automationOf = (
  document: string,
  maxDuration: string | undefined,
  parameters: Readonly<Record<string, string>>,
  system: System,
) => ({
  documentArn: documentArn(system, document),
  documentParameters: JSON.stringify(parameters),
  ...(maxDuration ? { maxDuration } : {}),
})

const mapValues = <From, To>(
  it: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> => Object.fromEntries(Object.entries(it).map(([key, value]) => [key, change(value)]))
