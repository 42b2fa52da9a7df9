import { NormalizedSchema } from '@smithy/core/schema'
import type { AwsRequest } from '../../types.ts'
import { malformed } from './error.ts'
import { leaf } from './typed.ts'

/** What stands under each part of dotted names. */
type Tree = Map<string, Tree | string>
/** No name of AWS's has as many parts. */
const MOST_PARTS = 30
/** Of an operation that is not known, all that is read are the texts at the top. */
const DOCUMENT = NormalizedSchema.of(15)
const ENVELOPE = ['Action', 'Version']

/** The form of a request of the query protocol: its body, or its query where it has none. */
export const formOf = ({ url, body }: AwsRequest): URLSearchParams =>
  new URLSearchParams(body.length > 0 ? body.toString() : (url.split('?')[1] ?? ''))

/**
 * The parameters of a form, typed by their schema, which the SDK writes but does not read. Names that the schema does
 * not have are kept, so that the check can refuse them.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function formInput(schema = DOCUMENT, form: URLSearchParams, isEc2 = false): unknown {
  const tree: Tree = new Map()
  for (const [name, value] of form) if (!ENVELOPE.includes(name)) place(tree, name, value)
  return typedTree(schema, tree, isEc2)
}

/** `A.B=x` → `{ A: { B: 'x' } }`. */
function place(tree: Tree, name: string, value: string) {
  const parts = name.split('.', MOST_PARTS + 1)
  if (parts.length > MOST_PARTS) throw malformed(`a name has more than ${MOST_PARTS} parts: ${parts[0]}.…`)
  let at = tree
  for (const part of parts.slice(0, -1)) {
    const below = at.get(part)
    const next: Tree = typeof below === 'object' ? below : new Map()
    at.set(part, next)
    at = next
  }
  at.set(parts.at(-1)!, value)
}

function typedTree(schema: NormalizedSchema, it: Tree | string, isEc2: boolean): unknown {
  if (schema.isListSchema()) return listOf(schema, it, isEc2)
  if (typeof it === 'string') return leaf(schema, it)
  if (schema.isMapSchema()) return mapOf(schema, it, isEc2)
  const members = schema.isStructSchema() ? [...schema.structIterator()] : []
  const byName = new Map(members.map(([name, member]) => [wireName(name, member, isEc2), { name, member }]))
  const entries = [...it].map(([name, value]): [string, unknown] => {
    const known = byName.get(name)
    return known ? [known.name, typedTree(known.member, value, isEc2)] : [name, value]
  })
  return Object.fromEntries(entries)
}

function wireName(name: string, member: NormalizedSchema, isEc2: boolean): string {
  const { xmlName = name, ec2QueryName } = member.getMergedTraits()
  if (!isEc2) return xmlName
  return typeof ec2QueryName === 'string' ? ec2QueryName : xmlName.charAt(0).toUpperCase() + xmlName.slice(1)
}

/** `A.1=x`, `A.member.1=x` or `A.Name.1=x`; an empty list is empty text. */
function listOf(schema: NormalizedSchema, it: Tree | string, isEc2: boolean): unknown {
  if (typeof it === 'string') return it === '' ? [] : it
  const element = schema.getValueSchema()
  return inOrder(it).map((one) => typedTree(element, one, isEc2))
}

/** `A.entry.1.key=k&A.entry.1.value=v` → `{ A: { k: 'v' } }`. */
function mapOf(schema: NormalizedSchema, it: Tree, isEc2: boolean): unknown {
  const [key, value] = [schema.getKeySchema(), schema.getValueSchema()]
  const pairs = inOrder(it).flatMap((pair) => {
    if (typeof pair === 'string') return []
    const name = pair.get(key.getMergedTraits().xmlName ?? 'key')
    const under = pair.get(value.getMergedTraits().xmlName ?? 'value') ?? ''
    return typeof name === 'string' ? [[name, typedTree(value, under, isEc2)] as const] : []
  })
  return Object.fromEntries(pairs)
}

/** What is numbered in a tree or below its only branch, in the order of the numbers. */
function inOrder(tree: Tree): readonly (Tree | string)[] {
  const [only] = tree.values()
  const numbered = tree.size === 1 && typeof only === 'object' && !isNumbered(tree) ? only : tree
  return [...numbered].sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value)
}
const isNumbered = (tree: Tree): boolean => [...tree.keys()].every((name) => /^\d+$/.test(name))
