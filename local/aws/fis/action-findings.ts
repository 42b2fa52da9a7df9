import { own } from '../../../lib/own.ts'
import { type FisActionId, fisActions } from '../../../model/fis.ts'
import { actions } from './actions/index.ts'
import { parameterFindings } from './parameter-findings.ts'
import type { ActionOfTemplate, TargetOfTemplate } from './shapes.ts'

type Targets = Readonly<Record<string, TargetOfTemplate>>

/** What is wrong with an action of a template, one sentence each; its id must be known. */
export function actionFindings(name: string, action: ActionOfTemplate, targets: Targets): readonly string[] {
  const wanted = fisActions[action.actionId as FisActionId]
  const { [wanted?.key ?? '']: target, ...unexpected } = action.targets ?? {}
  const lacks = `Action "${name}" lacks its target "${wanted?.key}" of type ${wanted?.resourceType}.`
  return [
    ...Object.keys(unexpected).map((key) => `Unexpected target "${key}" found in action "${name}".`),
    ...(wanted && target === undefined ? [lacks] : []),
    ...(wanted && target !== undefined ? targetFindings(name, target, wanted.resourceType, targets) : []),
    ...parameterFindings(`action "${name}"`, actions[action.actionId]!.parameters, action.parameters ?? {}),
  ]
}

function targetFindings(name: string, target: string, resourceType: string, targets: Targets) {
  const found = own(targets, target)
  if (!found) return [`Action "${name}" names target "${target}", which is not a target of this template.`]
  if (found.resourceType === resourceType) return []
  return [`Action "${name}" takes targets of type ${resourceType}; "${target}" is ${found.resourceType}.`]
}
