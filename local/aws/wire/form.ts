import type { AwsRequest } from '../../types.ts'

/** What stands under each part of dotted names. */
export type Tree = Map<string, Tree | string>
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
  const tree = treeOf([...form].filter(([name]) => !ENVELOPE.includes(name)))
  return objectOf(tree)
}

/** `A.B=x` → `{ A: { B: 'x' } }`. */
export function treeOf(form: Iterable<readonly [string, string]>): Tree {
  const tree: Tree = new Map()
  for (const [name, value] of form) place(tree, name.split('.').slice(0, MOST_DEPTH), value)
  return tree
}

function place(tree: Tree, [first, ...rest]: readonly string[], value: string) {
  if (first === undefined) return
  if (rest.length === 0) {
    tree.set(first, value)
    return
  }
  const below = tree.get(first)
  const next: Tree = typeof below === 'object' ? below : new Map()
  tree.set(first, next)
  place(next, rest, value)
}

function shaped(it: Tree | string): unknown {
  if (typeof it === 'string') return it
  if (isNumbered(it)) return listOf(it)
  const [only] = it.values()
  if (it.size === 1 && typeof only === 'object' && isNumbered(only)) return listOf(only)
  return objectOf(it)
}

const objectOf = (it: Tree): unknown =>
  Object.fromEntries([...it].map(([name, value]) => [name, shaped(value)]))

const isNumbered = (it: Tree): boolean => [...it.keys()].every((name) => /^\d+$/.test(name))
const listOf = (it: Tree): unknown[] =>
  [...it].sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => shaped(value))
