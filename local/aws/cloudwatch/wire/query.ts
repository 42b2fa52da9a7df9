import { XMLBuilder } from 'fast-xml-parser'
import type { AwsRequest } from '../../../types.ts'
import type { Protocol } from './protocol.ts'

const NAMESPACE = 'http://monitoring.amazonaws.com/doc/2010-08-01/'
const XML = { 'content-type': 'text/xml' }
const ENVELOPE = ['Action', 'Version']
const builder = new XMLBuilder({ ignoreAttributes: false, suppressEmptyNode: true })
/** Members of one list or structure that a form may reach; an index beyond it is no list of ours. */
const MOST_DEPTH = 10

/** The AWS query protocol, which older SDKs and commands speak: a form in, XML out. */
export const query: Protocol = {
  name: 'query',
  operation: (request) => formOf(request).get('Action'),
  read: (request) => {
    const tree: Tree = Object.create(null)
    const form = [...formOf(request)].filter(([name]) => !ENVELOPE.includes(name))
    for (const [name, value] of form) place(tree, name.split('.').slice(0, MOST_DEPTH), value)
    return lists(tree)
  },
  write: (operation, output, requestId) => {
    const result = Object.keys(output).length > 0 ? { [`${operation}Result`]: members(output) } : {}
    const body = { '@_xmlns': NAMESPACE, ...result, ResponseMetadata: { RequestId: requestId } }
    return { status: 200, headers: XML, body: builder.build({ [`${operation}Response`]: body }) }
  },
  writeError: ({ code, status, message }, requestId) => {
    const problem = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message }
    const body = { '@_xmlns': NAMESPACE, Error: problem, RequestId: requestId }
    return { status, headers: XML, body: builder.build({ ErrorResponse: body }) }
  },
}

interface Tree {
  [name: string]: Tree | string
}

const formOf = ({ url, body }: AwsRequest): URLSearchParams =>
  new URLSearchParams(body.length > 0 ? body.toString() : (url.split('?')[1] ?? ''))

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

/** `{ member: { 1: a, 2: b } }` is how the form writes a list. */
function lists(it: Tree | string): unknown {
  if (typeof it === 'string') return it
  const { member, ...others } = it
  if (member !== undefined && Object.keys(others).length === 0) return listOf(member)
  return Object.fromEntries(Object.entries(it).map(([name, value]) => [name, lists(value)]))
}
function listOf(member: Tree | string): unknown {
  if (typeof member === 'string') return member
  const inOrder = Object.entries(member).sort(([a], [b]) => Number(a) - Number(b))
  return inOrder.map(([, value]) => lists(value))
}

/** The output as XML's tree: lists as `member`, maps as `entry`, times in ISO 8601. */
function members(it: unknown): unknown {
  if (it instanceof Date) return it.toISOString()
  if (it instanceof Map) return { entry: [...it].map(([key, value]) => ({ key, value: members(value) })) }
  if (Array.isArray(it)) return it.length > 0 ? { member: it.map(members) } : ''
  if (it === null || typeof it !== 'object') return it
  const present = Object.entries(it).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present.map(([name, value]) => [name, members(value)]))
}
