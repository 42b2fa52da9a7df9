import type { FunctionSpec } from '../types.ts'
import { configurationOf } from './shapes.ts'

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
    update(spec: FunctionSpec, Description: string) {
      changed.set(spec.id, { Description, at: new Date() })
      return of(spec)
    },
  }
}
