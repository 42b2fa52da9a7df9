import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { AwsError, Problems } from './error.ts'

type Finding = ReturnType<typeof Value.Errors>[number]

/** The parameters of an operation, checked; throws one error that names every finding. */
export function checkInput<S extends TSchema>(schema: S, raw: unknown, problems: Problems): Static<S> {
  const findings = Value.Errors(schema, raw) as readonly Finding[]
  if (findings.length === 0) return raw as Static<S>
  throw findingsError(findings, raw, problems)
}

function findingsError(findings: readonly Finding[], value: unknown, problems: Problems): AwsError {
  const missing = findings.flatMap((it) =>
    it.keyword === 'required' ? it.params.requiredProperties.map((name) => pathOf(it, name)) : [],
  )
  if (missing.length === 1 && findings.length === 1)
    return problems.missing(`The parameter ${missing[0]} is required.`)
  const texts = [...new Set(findings.filter(isTelling).flatMap((it) => describe(it, value)))]
  return problems.invalid(
    `${texts.length} validation error${texts.length === 1 ? '' : 's'} detected: ${texts.join('; ')}`,
  )
}

/** An unknown member is reported by `additionalProperties`; its `false` schema repeats it. */
const isTelling = (it: Finding): boolean => it.keyword !== 'boolean'

function describe(it: Finding, value: unknown): string[] {
  if (it.keyword === 'required')
    return it.params.requiredProperties.map(
      (name) => `Value null at '${pathOf(it, name)}' failed to satisfy constraint: Member must not be null`,
    )
  if (it.keyword === 'additionalProperties')
    return it.params.additionalProperties.map(
      (name) => `'${pathOf(it, name)}' is not a parameter that is known here`,
    )
  const allowed =
    it.keyword === 'enum'
      ? `Member must satisfy enum value set: [${it.params.allowedValues.join(', ')}]`
      : `it ${it.message}`
  return [
    `Value '${show(value, it.instancePath)}' at '${pathOf(it)}' failed to satisfy constraint: ${allowed}`,
  ]
}

const pathOf = (it: Finding, name?: string): string =>
  [...it.instancePath.split('/').slice(1), ...(name ? [name] : [])].join('.') || 'the request'

function show(value: unknown, path: string): string {
  let at = value as Record<string, unknown> | undefined
  for (const part of path.split('/').slice(1)) at = at?.[part] as typeof at
  const text = typeof at === 'string' ? at : (JSON.stringify(at) ?? 'null')
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
