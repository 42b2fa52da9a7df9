import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { Problems } from './error.ts'
import { type Finding, missingIn, pathOf, validationMessage } from './findings.ts'

/** The parameters of an operation, checked; throws one error that names every finding. */
export function checkInput<S extends TSchema>(schema: S, raw: unknown, problems: Problems): Static<S> {
  const findings = Value.Errors(schema, raw) as readonly Finding[]
  const [first] = findings
  if (!first) return raw as Static<S>
  const mistyped = findings.find(({ keyword }) => keyword === 'type')
  if (mistyped && problems.mistyped)
    throw problems.mistyped(`The member '${pathOf(mistyped)}' ${mistyped.message}.`)
  if (problems.missing && findings.length === 1 && missingIn(first).length === 1)
    throw problems.missing(`The parameter ${missingIn(first)[0]} is required.`)
  throw problems.invalid(validationMessage(findings, raw))
}
