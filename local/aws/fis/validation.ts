import type { TObject } from 'typebox'
import Value from 'typebox/value'
import { type FisActionId, fisActions } from '../../../model/fis.ts'
import { actions } from './actions/index.ts'
import { invalid, notFound, quotaExceeded } from './errors.ts'
import { graphProblems } from './schedule.ts'
import { selectionModeOf } from './selection.ts'
import type { ActionOfTemplate, StopConditionOfTemplate, TargetOfTemplate } from './shapes.ts'
import { targetTypes } from './targets/index.ts'
import type { World } from './world.ts'

interface Parts {
  readonly targets: Readonly<Record<string, TargetOfTemplate>>
  readonly actions: Readonly<Record<string, ActionOfTemplate>>
  readonly stopConditions: readonly StopConditionOfTemplate[]
}

/** https://docs.aws.amazon.com/fis/latest/userguide/fis-quotas.html */
const MOST_ACTIONS = 20
const MOST_STOP_CONDITIONS = 5

/** Throws what is wrong with a template beyond its shape: all findings, one sentence each. */
export function checkTemplate(it: Parts, world: World): void {
  if (Object.keys(it.actions).length > MOST_ACTIONS)
    throw quotaExceeded(`An experiment template has at most ${MOST_ACTIONS} actions.`)
  if (it.stopConditions.length > MOST_STOP_CONDITIONS)
    throw quotaExceeded(`An experiment template has at most ${MOST_STOP_CONDITIONS} stop conditions.`)
  const unknown = Object.values(it.actions).find((action) => !Object.hasOwn(actions, action.actionId))
  if (unknown) throw notFound(`Action with ID ${unknown.actionId} not found.`)
  const findings = [
    ...(Object.keys(it.actions).length === 0 ? ['The template has no actions.'] : []),
    ...Object.entries(it.targets).flatMap(([name, target]) => targetFindings(name, target)),
    ...Object.entries(it.actions).flatMap(([name, action]) => actionFindings(name, action, it.targets)),
    ...graphProblems(it.actions),
    ...stopConditionFindings(it.stopConditions, world),
  ]
  if (findings.length > 0) throw invalid(findings.join(' '))
}

function targetFindings(name: string, target: TargetOfTemplate): readonly string[] {
  const { resourceType, resourceArns = [], resourceTags = {}, filters = [], parameters = {} } = target
  const type = targetTypes[resourceType]
  if (!type) return [`Target resource type ${resourceType} not found.`]
  const has = { arns: resourceArns.length > 0, tags: Object.keys(resourceTags).length > 0 }
  const parametersNeeded = !type.by.arns && !type.by.tags
  return [
    ...(has.arns && has.tags
      ? [`You cannot specify both resource ARNs and resource tags for target ${name}.`]
      : []),
    ...(has.arns && filters.length > 0
      ? [`You cannot specify both resource ARNs and resource filters for target ${name}.`]
      : []),
    ...(has.arns && !type.by.arns
      ? [`TargetResourceType ${resourceType} does not support resourceArns.`]
      : []),
    ...(has.tags && !type.by.tags ? [`TargetResourceType ${resourceType} does not support tags.`] : []),
    ...(filters.length > 0 && !type.by.filters
      ? [`TargetResourceType ${resourceType} does not support filters.`]
      : []),
    ...(selectionModeOf(target.selectionMode)
      ? []
      : [
          `Target ${name} has selection mode ${target.selectionMode}: it must be ALL, COUNT(n) or PERCENT(n).`,
        ]),
    ...(has.arns || has.tags || Object.keys(parameters).length > 0 || parametersNeeded
      ? []
      : [`Target ${name} names no resources: give resourceArns, resourceTags or parameters.`]),
    ...parameterFindings(`target ${name}`, type.parameters, parameters),
  ]
}

function actionFindings(
  name: string,
  action: ActionOfTemplate,
  targets: Parts['targets'],
): readonly string[] {
  const wanted = fisActions[action.actionId as FisActionId]
  const given = Object.entries(action.targets ?? {})
  const parameters = actions[action.actionId]!.parameters
  const missing = wanted && !given.some(([key]) => key === wanted.key)
  return [
    ...given
      .filter(([key]) => key !== wanted?.key)
      .map(([key]) => `Unexpected target "${key}" found in action "${name}".`),
    ...(missing ? [`Action "${name}" lacks its target "${wanted.key}" of type ${wanted.resourceType}.`] : []),
    ...given
      .filter(([key]) => key === wanted?.key)
      .flatMap(([, target]) => targetOfActionFindings(name, target, wanted!.resourceType, targets)),
    ...parameterFindings(`action "${name}"`, parameters, action.parameters ?? {}),
  ]
}

function targetOfActionFindings(
  name: string,
  target: string,
  resourceType: string,
  targets: Parts['targets'],
) {
  const found = targets[target]
  if (!found) return [`Action "${name}" names target "${target}", which is not a target of this template.`]
  if (found.resourceType === resourceType) return []
  return [`Action "${name}" takes targets of type ${resourceType}; "${target}" is ${found.resourceType}.`]
}

function parameterFindings(where: string, schema: TObject, given: Readonly<Record<string, string>>) {
  const known = Object.keys(schema.properties)
  const unexpected = Object.keys(given).filter((key) => !known.includes(key))
  const missing = (schema.required ?? []).filter((key: string) => given[key] === undefined)
  return [
    ...unexpected.map((key) => `Unexpected parameter "${key}" found in ${where}.`),
    ...missing.map((key: string) => `Missing required parameter "${key}" in ${where}.`),
    ...Value.Errors(schema, given)
      .filter((error) => error.instancePath !== '')
      .map((error) => `Parameter "${error.instancePath.slice(1)}" of ${where} ${error.message}.`),
  ]
}

function stopConditionFindings(conditions: Parts['stopConditions'], world: World): readonly string[] {
  return conditions.flatMap(({ source, value }) => {
    if (source === 'none') return value ? ['A stop condition with source none has no value.'] : []
    if (!value)
      return ['A stop condition with source aws:cloudwatch:alarm needs the ARN of an alarm as value.']
    return world.alarms.state(value) === null
      ? [`The alarm ${value} of a stop condition does not exist.`]
      : []
  })
}
