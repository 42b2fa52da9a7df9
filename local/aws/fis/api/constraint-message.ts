/** One finding of the schema, as Ajv gives it. */
export interface Violation {
  readonly keyword: string
  readonly instancePath: string
  readonly message?: string
  readonly params?: Readonly<Record<string, unknown>>
}

/** Findings of the schema in the words in which AWS's services put them. */
export function constraintMessage(violations: readonly Violation[]): string {
  const seen = violations.map(sentence)
  return `${seen.length} validation error${seen.length === 1 ? '' : 's'} detected: ${seen.join('; ')}`
}

function sentence(it: Violation): string {
  const at = it.instancePath.slice(1).replaceAll('/', '.') || 'body'
  const { missingProperty, additionalProperty, limit, pattern, allowedValues } = it.params ?? {}
  const here = (name: unknown) => [...(it.instancePath ? [at] : []), name].join('.')
  const failed = (where: string, must: string) =>
    `Value at '${where}' failed to satisfy constraint: Member must ${must}`
  switch (it.keyword) {
    case 'required':
      return `Value null at '${here(missingProperty)}' failed to satisfy constraint: Member must not be null`
    case 'additionalProperties':
      return `'${here(additionalProperty)}' is not a member of the request`
    case 'maxLength':
      return failed(at, `have length less than or equal to ${limit}`)
    case 'minLength':
      return failed(at, `have length greater than or equal to ${limit}`)
    case 'enum':
      return failed(at, `satisfy enum value set: [${allowedValues}]`)
    case 'pattern':
      return failed(at, `satisfy regular expression pattern: ${pattern}`)
    default:
      return failed(at, (it.message ?? 'be valid').replace(/^must /, ''))
  }
}
