import { parameterFindings } from './parameter-findings.ts'
import { selectionModeOf } from './selection.ts'
import type { TargetOfTemplate } from './shapes.ts'
import type { TargetType } from './target-type.ts'
import { targetTypes } from './targets/index.ts'

/** What is wrong with a target of a template, one sentence each, in AWS's words where they are known. */
export function targetFindings(name: string, target: TargetOfTemplate): readonly string[] {
  const type = targetTypes[target.resourceType]
  if (!type) return [`Target resource type ${target.resourceType} not found.`]
  const mode = `Target ${name} has selection mode ${target.selectionMode}: it must be ALL, COUNT(n) or PERCENT(n).`
  return [
    ...identificationFindings(name, target, type),
    ...(selectionModeOf(target.selectionMode) ? [] : [mode]),
    ...parameterFindings(`target ${name}`, type.parameters, target.parameters ?? {}),
  ]
}

/** https://docs.aws.amazon.com/fis/latest/userguide/targets.html#target-identification */
function identificationFindings(
  name: string,
  target: TargetOfTemplate,
  { by }: TargetType,
): readonly string[] {
  const type = `TargetResourceType ${target.resourceType}`
  const both = (other: string) =>
    `You cannot specify both resource ARNs and resource ${other} for target ${name}.`
  const arns = (target.resourceArns ?? []).length > 0
  const tags = Object.keys(target.resourceTags ?? {}).length > 0
  const filters = (target.filters ?? []).length > 0
  const parameters = Object.keys(target.parameters ?? {}).length > 0
  const takesParametersOnly = !by.arns && !by.tags
  const rules: readonly (readonly [boolean, string])[] = [
    [arns && tags, both('tags')],
    [arns && filters, both('filters')],
    [arns && !by.arns, `${type} does not support resourceArns.`],
    [tags && !by.tags, `${type} does not support tags.`],
    [filters && !by.filters, `${type} does not support filters.`],
    [
      !arns && !tags && !parameters && !takesParametersOnly,
      `Target ${name} names no resources: give resourceArns, resourceTags or parameters.`,
    ],
  ]
  return rules.filter(([broken]) => broken).map(([, sentence]) => sentence)
}
