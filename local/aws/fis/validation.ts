import { actionFindings } from './action-findings.ts'
import { actions } from './actions/index.ts'
import { invalid, notFound, quotaExceeded } from './errors.ts'
import { graphProblems } from './schedule.ts'
import type { ActionOfTemplate, StopConditionOfTemplate, TargetOfTemplate } from './shapes.ts'
import { targetFindings } from './target-findings.ts'
import type { World } from './world.ts'

interface TemplateParts {
  readonly targets: Readonly<Record<string, TargetOfTemplate>>
  readonly actions: Readonly<Record<string, ActionOfTemplate>>
  readonly stopConditions: readonly StopConditionOfTemplate[]
}

/** https://docs.aws.amazon.com/fis/latest/userguide/fis-quotas.html */
const MOST_ACTIONS = 20
const MOST_STOP_CONDITIONS = 5

/** Throws what is wrong with a template beyond its shape: all findings, one sentence each. */
export function checkTemplate(it: TemplateParts, world: World): void {
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
    ...it.stopConditions.flatMap((condition) => stopConditionFindings(condition, world)),
  ]
  if (findings.length > 0) throw invalid(findings.join(' '))
}

function stopConditionFindings({ source, value }: StopConditionOfTemplate, world: World): readonly string[] {
  if (source === 'none') return value ? ['A stop condition with source none has no value.'] : []
  if (!value) return ['A stop condition with source aws:cloudwatch:alarm needs the ARN of an alarm as value.']
  return world.alarms.state(value) === null ? [`The alarm ${value} of a stop condition does not exist.`] : []
}
