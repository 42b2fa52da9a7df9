import type { FunctionSpec } from '../types.ts'
import { invalid } from './errors.ts'
import { jsonOf } from './json.ts'
import { configurationOf } from './shapes.ts'

// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html
const MOST_DESCRIPTION = 256

/** Configurations of the functions: the model's, but for the description that UpdateFunctionConfiguration may give. */
export function configurations(startedAt: Date) {
  const changed = new Map<string, { readonly Description: string; readonly at: Date }>()
  const of = (spec: FunctionSpec) => {
    const { Description = spec.fn.title, at = startedAt } = changed.get(spec.id) ?? {}
    return { ...configurationOf(spec, at), Description }
  }
  return {
    of,
    /** Takes a new description; anything else is the model's to say. */
    update(spec: FunctionSpec, body: unknown) {
      const { Description, FunctionName: _, ...rest } = jsonOf(body)
      const others = Object.keys(rest)
      if (others.length > 0)
        throw invalid(`${others.join(', ')}: change it in the model; only Description can be set here`)
      if (typeof Description !== 'string' || Description.length > MOST_DESCRIPTION)
        throw invalid(`Description must be a text of at most ${MOST_DESCRIPTION} characters`)
      changed.set(spec.id, { Description, at: new Date() })
      return of(spec)
    },
  }
}
