import { XMLBuilder } from 'fast-xml-parser'

const builder = new XMLBuilder({ ignoreAttributes: false, suppressEmptyNode: true })

/** A document of one root element in that namespace. */
export const xmlOf = (root: string, content: object, namespace?: string): string =>
  builder.build({ [root]: { ...(namespace ? { '@_xmlns': namespace } : {}), ...content } })

/**
 * An output as XML's tree: times in ISO 8601, maps as `entry`, and a list's elements under the name that `elementOf`
 * gives for the list's own.
 */
export function elements(it: unknown, elementOf: (list: string) => string, name = ''): unknown {
  if (it instanceof Date) return it.toISOString()
  if (it instanceof Map)
    return { entry: [...it].map(([key, value]) => ({ key, value: elements(value, elementOf) })) }
  if (Array.isArray(it))
    return it.length > 0 ? { [elementOf(name)]: it.map((one) => elements(one, elementOf)) } : ''
  if (it === null || typeof it !== 'object') return it
  const present = Object.entries(it).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present.map(([key, value]) => [key, elements(value, elementOf, key)]))
}
