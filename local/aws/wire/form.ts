import type { AwsRequest } from '../../types.ts'

interface Tree {
  [name: string]: Tree | string
}
/** Steps of one name that are followed; a form that goes deeper is none of AWS's. */
const MOST_DEPTH = 10
const ENVELOPE = ['Action', 'Version']

/** The form of a request of the query protocol: its body, or its query where it has none. */
export const formOf = ({ url, body }: AwsRequest): URLSearchParams =>
  new URLSearchParams(body.length > 0 ? body.toString() : (url.split('?')[1] ?? ''))

/**
 * The parameters of a form as an object. A list is written `A.member.1=x`, `A.Filter.1=x` or, for EC2, `A.1=x`; each
 * becomes `{ A: ['x'] }`.
 */
export function parametersOf(form: URLSearchParams): unknown {
  const tree: Tree = Object.create(null)
  for (const [name, value] of form) {
    if (!ENVELOPE.includes(name)) place(tree, name.split('.').slice(0, MOST_DEPTH), value)
  }
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, shaped(value)]))
}

function place(tree: Tree, [first, ...rest]: readonly string[], value: string) {
  if (first === undefined) return
  if (rest.length === 0) {
    tree[first] = value
    return
  }
  const below = tree[first]
  const next: Tree = typeof below === 'object' ? below : Object.create(null)
  tree[first] = next
  place(next, rest, value)
}

function shaped(it: Tree | string): unknown {
  if (typeof it === 'string') return it
  if (isNumbered(it)) return listOf(it)
  const members = Object.entries(it)
  const [only] = members
  if (only && members.length === 1 && typeof only[1] === 'object' && isNumbered(only[1]))
    return listOf(only[1])
  return Object.fromEntries(members.map(([name, value]) => [name, shaped(value)]))
}

const isNumbered = (it: Tree): boolean => Object.keys(it).every((name) => /^\d+$/.test(name))
const listOf = (it: Tree): unknown[] =>
  Object.entries(it)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, value]) => shaped(value))
