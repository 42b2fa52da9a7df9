import { XMLParser } from 'fast-xml-parser'
import { type Caller, localAuthorization } from '../../../lib/local-authorization.ts'
import { tableOf } from '../../../lib/own.ts'

/** An API of the query protocol, as a caller sees it. */
export interface QueryService {
  readonly signingName: string
  readonly version: string
  /** Names of the elements of its lists, beside `member`. */
  readonly elements: readonly string[]
}

/** The services that documents call and whose client of AWS is no dependency of ours, by boto3's names. */
export const QUERY_SERVICES = tableOf<QueryService>({
  elbv2: { signingName: 'elasticloadbalancing', version: '2015-12-01', elements: [] },
  elasticache: {
    signingName: 'elasticache',
    version: '2015-02-02',
    elements: ['CacheCluster', 'ReplicationGroup', 'NodeGroup', 'NodeGroupMember', 'ClusterId'],
  },
})

/** Where a call goes, and in whose name. */
export interface CallerAt extends Caller {
  readonly endpoint: string
}

/** Calls an operation by the query protocol and gives its result with lists as lists; rejects with AWS's error. */
export async function queryCall(
  it: QueryService,
  operation: string,
  input: object,
  caller: CallerAt,
): Promise<unknown> {
  const form = new URLSearchParams([['Action', operation], ['Version', it.version], ...fieldsOf('', input)])
  const headers = { authorization: localAuthorization(caller, it.signingName) }
  const answer = await fetch(caller.endpoint, { method: 'POST', headers, body: form })
  const elements = new Set(['member', ...it.elements])
  const parser = new XMLParser({
    ignoreAttributes: true,
    parseTagValue: false,
    isArray: (name) => elements.has(name),
  })
  const parsed = parser.parse(await answer.text()) as Readonly<
    Record<string, Readonly<Record<string, unknown>>>
  >
  if (!answer.ok) throw errorOf(parsed)
  return plain(parsed[`${operation}Response`]?.[`${operation}Result`] ?? {}, elements)
}

function errorOf(parsed: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Error {
  const { Code, Message } = (parsed.ErrorResponse?.Error ?? {}) as Readonly<Record<string, string>>
  return new Error(`${Code ?? 'UnknownError'}: ${Message ?? 'the answer cannot be read'}`)
}

/** `{ A: ['x'] }` → `A.member.1=x`. */
function fieldsOf(prefix: string, it: unknown): [string, string][] {
  if (it === null || typeof it !== 'object') return [[prefix, String(it)]]
  const below = prefix === '' ? '' : `${prefix}.`
  if (Array.isArray(it)) return it.flatMap((one, at) => fieldsOf(`${below}member.${at + 1}`, one))
  return Object.entries(it).flatMap(([name, value]) => fieldsOf(`${below}${name}`, value))
}

/** A list's own element goes: `{ Rules: { member: […] } }` → `{ Rules: […] }`. */
function plain(it: unknown, elements: ReadonlySet<string>): unknown {
  if (Array.isArray(it)) return it.map((one) => plain(one, elements))
  if (it === null || typeof it !== 'object') return it
  const [only, ...others] = Object.entries(it)
  if (only && others.length === 0 && elements.has(only[0])) return plain(only[1], elements)
  return Object.fromEntries(Object.entries(it).map(([name, value]) => [name, plain(value, elements)]))
}
