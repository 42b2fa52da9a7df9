import type { Value } from 'typebox/value'
import { unreadable } from './errors.ts'

type Finding = ReturnType<typeof Value.Errors>[number]

/** What is wrong with a request, as AWS words it; throws where a member has the wrong JSON type. */
export function findingsOf(findings: readonly Finding[], value: unknown): string[] {
  const wrong = findings.find(({ keyword }) => keyword === 'type')
  if (wrong) throw unreadable(`The member '${pathOf(wrong)}' ${wrong.message}.`)
  return [...new Set(findings.flatMap((it) => describe(it, value)))]
}

function describe(it: Finding, value: unknown): string[] {
  if (it.keyword === 'required')
    return it.params.requiredProperties.map(
      (name) => `Value null at '${pathOf(it, name)}' failed to satisfy constraint: Member must not be null`,
    )
  if (it.keyword === 'additionalProperties')
    return it.params.additionalProperties.map(
      (name) => `'${pathOf(it, name)}' is not a member that is known here`,
    )
  const constraint = constraintOf(it)
  const shown = shortened(valueAt(value, it.instancePath))
  return constraint ? [`Value '${shown}' at '${pathOf(it)}' failed to satisfy constraint: ${constraint}`] : []
}

function constraintOf(it: Finding): string | null {
  switch (it.keyword) {
    case 'minLength':
    case 'minItems':
      return `Member must have length greater than or equal to ${it.params.limit}`
    case 'maxLength':
    case 'maxItems':
      return `Member must have length less than or equal to ${it.params.limit}`
    case 'minimum':
      return `Member must have value greater than or equal to ${it.params.limit}`
    case 'maximum':
      return `Member must have value less than or equal to ${it.params.limit}`
    case 'pattern':
      return `Member must satisfy regular expression pattern: ${String(it.params.pattern).replace(/^\^|\$$/g, '')}`
    case 'enum':
      return `Member must satisfy enum value set: [${it.params.allowedValues.join(', ')}]`
    // the schema `false` of an unknown member repeats `additionalProperties`
    case 'boolean':
      return null
    default:
      return `Member ${it.message}`
  }
}

/** Path of a member as AWS writes it: lower camel case, entries of a list counted from 1. */
function pathOf(it: Finding, name?: string): string {
  const steps = [...it.instancePath.split('/').slice(1), ...(name ? [name] : [])]
  return steps
    .map((step) =>
      /^\d+$/.test(step) ? `${Number(step) + 1}.member` : step[0]!.toLowerCase() + step.slice(1),
    )
    .join('.')
}

function valueAt(value: unknown, path: string): unknown {
  let at = value
  for (const step of path.split('/').slice(1))
    at = Object.entries(at ?? {}).find(([key]) => key === step)?.[1]
  return at
}

function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
