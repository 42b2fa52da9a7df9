import type { TObject } from 'typebox'
import Value from 'typebox/value'

/** What is wrong with text parameters, one sentence each; `where` names what they are parameters of. */
export function parameterFindings(
  where: string,
  schema: TObject,
  given: Readonly<Record<string, string>>,
): readonly string[] {
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
