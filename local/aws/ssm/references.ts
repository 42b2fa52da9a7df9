const REFERENCE = /\{\{\s*([\w:.]+)\s*\}\}/g
const ALONE = /^\{\{\s*([\w:.]+)\s*\}\}$/

/** Values that a document's references stand for: parameters by name, outputs as `step.Output`, `global:REGION`. */
export type Values = ReadonlyMap<string, unknown>

/** Inputs with every reference replaced. A text that is one reference and no more becomes the value itself, with its type. */
export function resolved(it: unknown, values: Values): unknown {
  if (typeof it === 'string') return resolvedText(it, values)
  if (Array.isArray(it)) return it.map((one) => resolved(one, values))
  if (it === null || typeof it !== 'object') return it
  return Object.fromEntries(Object.entries(it).map(([name, value]) => [name, resolved(value, values)]))
}

function resolvedText(text: string, values: Values): unknown {
  const alone = ALONE.exec(text)?.[1]
  if (alone !== undefined) return known(alone, values)
  return text.replaceAll(REFERENCE, (_, name: string) => shown(known(name, values)))
}

function known(name: string, values: Values): unknown {
  if (!values.has(name)) throw new Error(`{{ ${name} }} stands for nothing that is known at this step`)
  return values.get(name)
}

/** A value as text: AWS shows what is no text as JSON. */
export const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
