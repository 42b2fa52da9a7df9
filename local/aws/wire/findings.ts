/** What a schema finds wrong with a value, as TypeBox and Ajv give it. */
export interface Finding {
  readonly keyword: string
  readonly instancePath: string
  readonly message?: string
  readonly params?: Readonly<Record<string, unknown>>
}

/** All findings in the words in which AWS's services put them. */
export function validationMessage(findings: readonly Finding[], value: unknown): string {
  const texts = [...new Set(findings.flatMap((it) => describe(it, value)))]
  return `${texts.length} validation error${texts.length === 1 ? '' : 's'} detected: ${texts.join('; ')}`
}

/** Members that must be there and are not. */
export const missingIn = ({ params }: Finding): readonly string[] =>
  (params?.requiredProperties as string[] | undefined) ?? [params?.missingProperty ?? []].flat().map(String)

function describe(it: Finding, value: unknown): string[] {
  if (it.keyword === 'required')
    return missingIn(it).map(
      (name) => `Value null at '${pathOf(it, name)}' failed to satisfy constraint: Member must not be null`,
    )
  if (it.keyword === 'additionalProperties')
    return [it.params?.additionalProperties ?? it.params?.additionalProperty]
      .flat()
      .map((name) => `'${unknownIn(it, String(name))}' is not a member that is known here`)
  const constraint = constraintOf(it)
  const shown = shortened(valueAt(value, it.instancePath))
  return constraint ? [`Value '${shown}' at '${pathOf(it)}' failed to satisfy constraint: ${constraint}`] : []
}

function constraintOf({ keyword, params = {}, message = 'must be valid' }: Finding): string | null {
  const { limit } = params
  switch (keyword) {
    case 'minLength':
    case 'minItems':
      return `Member must have length greater than or equal to ${limit}`
    case 'maxLength':
    case 'maxItems':
      return `Member must have length less than or equal to ${limit}`
    case 'minimum':
      return `Member must have value greater than or equal to ${limit}`
    case 'maximum':
      return `Member must have value less than or equal to ${limit}`
    case 'pattern':
      return `Member must satisfy regular expression pattern: ${String(params.pattern).replace(/^\^|\$$/g, '')}`
    case 'enum':
      return `Member must satisfy enum value set: [${(params.allowedValues as unknown[]).join(', ')}]`
    // the schema `false` of an unknown member repeats `additionalProperties`
    case 'boolean':
      return null
    default:
      return `Member ${message}`
  }
}

/** Path of a member as AWS writes it: lower camel case, entries of a list counted from 1. */
export function pathOf({ instancePath }: Finding, name?: string): string {
  const steps = [...instancePath.split('/').slice(1), ...(name === undefined ? [] : [name])]
  const written = steps.map((step) =>
    /^\d+$/.test(step) ? `${Number(step) + 1}.member` : step.charAt(0).toLowerCase() + step.slice(1),
  )
  return written.join('.') || 'body'
}

/** A member that nobody knows, as it was written. */
const unknownIn = (it: Finding, name: string) => (it.instancePath ? `${pathOf(it)}.${name}` : name)

function valueAt(value: unknown, path: string): unknown {
  let at = value
  for (const step of path.split('/').slice(1))
    at = Object.entries(at ?? {}).find(([key]) => key === step)?.[1]
  return at
}

function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null')
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
