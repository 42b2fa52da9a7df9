import type { NormalizedSchema } from '@smithy/core/schema'
import type { AwsRequest, AwsResponse } from '../../types.ts'
import { malformed } from './error.ts'
import { writeJson } from './json.ts'
import type { OperationModel, ServiceModel } from './model.ts'
import type { Output, Protocol } from './protocol.ts'
import { readJson } from './read.ts'
import { leaf, typed } from './typed.ts'

interface Route {
  readonly operation: string
  readonly method: string
  readonly pattern: RegExp
}

/**
 * REST with JSON: an operation is a method and a path, such as `GET /clusters/{name}`; what stands in the path, the
 * query, the headers and the body are its parameters. Only the operations that are served have a route.
 * https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
export function restJsonProtocol(model: ServiceModel, served: readonly string[]): Protocol {
  const routes = served.map((name) => routeOf(model.operation(name)!))
  const headersWith = (requestId: string) => ({
    'content-type': 'application/json',
    'x-amzn-requestid': requestId,
  })
  return {
    operation: (request) => matchOf(routes, request)?.operation ?? null,
    read: ({ input }, request) => parametersOf(input, request, matchOf(routes, request)?.labels ?? {}),
    write: (operation, output, id) => answerOf(operation, output, headersWith(id)),
    writeError({ shape, status, message, members }, id) {
      const { bound, rest } = bindings(model.error(shape), members)
      return {
        status,
        headers: { ...headersWith(id), 'x-amzn-errortype': shape, ...bound },
        body: JSON.stringify({ message, ...rest }),
      }
    },
    unknown: { code: 'UnknownOperationException', status: 404 },
  }
}

function routeOf({ name, http }: OperationModel): Route {
  const [method = '', path = ''] = http ?? []
  const pattern = path
    .replace(/\/$/, '')
    .replaceAll(/\{(\w+)(\+?)\}/g, (_, label, isGreedy) =>
      isGreedy ? `(?<${label}>.+)` : `(?<${label}>[^/]+)`,
    )
  return { operation: name, method, pattern: new RegExp(`^${pattern}/?$`) }
}

type Labels = Readonly<Record<string, string>>

function matchOf(routes: readonly Route[], { method, url }: AwsRequest) {
  const path = url.split('?')[0]!
  for (const { operation, method: own, pattern } of routes) {
    const found = method === own ? pattern.exec(path) : null
    if (found) return { operation, labels: { ...found.groups } as Labels }
  }
  return null
}

/** Names that the schema does not have are kept, so that the check can refuse them. */
function parametersOf(input: NormalizedSchema, request: AwsRequest, labels: Labels): unknown {
  const members = input.isStructSchema() ? [...input.structIterator()] : []
  const payload = members.find(([, member]) => member.getMergedTraits().httpPayload)
  const query = new URLSearchParams(request.url.split('?')[1])
  const elsewhere = members.flatMap(([name, member]) => {
    const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits()
    if (httpLabel) return [[name, leaf(member, decoded(labels[name]!))]]
    const text = httpHeader && request.headers[httpHeader.toLowerCase()]
    if (text !== undefined && httpHeader) return [[name, leaf(member, text)]]
    return httpQuery && query.has(httpQuery) ? [[name, inQuery(member, query.getAll(httpQuery))]] : []
  })
  const known = members.flatMap(([, member]) => member.getMergedTraits().httpQuery ?? [])
  const unknown = [...query].filter(([name]) => !known.includes(name))
  const body = payload
    ? { [payload[0]]: request.body }
    : (typed(input, readJson(request.body), true) as object)
  return { ...body, ...Object.fromEntries([...unknown, ...elsewhere]) }
}

const inQuery = (member: NormalizedSchema, texts: readonly string[]): unknown =>
  member.isListSchema() ? texts.map((it) => leaf(member.getValueSchema(), it)) : leaf(member, texts[0])

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw malformed(`'${text}' in the path is not percent-encoded as URLs are`)
  }
}

/** An output by its bindings: a status, headers, and a body of one member or of all the others. */
function answerOf({ output: schema, http }: OperationModel, output: Output, headers: Record<string, string>) {
  const { status = http?.[2] ?? 200, bound, payload, rest } = bindings(schema, output)
  const hasBody = status !== 204 && !schema.isUnitSchema()
  const body = payload ?? (hasBody ? writeJson(schema, rest, true) : '')
  return { status, headers: { ...headers, ...bound }, body }
}

/** Where the members of an output or an error stand. */
function bindings(schema: NormalizedSchema, output: Output) {
  const bound = new Map<string, string>()
  const rest = new Map(Object.entries(output))
  let status: number | undefined
  let payload: AwsResponse['body'] | undefined
  for (const [name, member] of schema.isStructSchema() ? schema.structIterator() : []) {
    const { httpResponseCode, httpHeader, httpPayload } = member.getMergedTraits()
    const value = rest.get(name)
    if (httpResponseCode || httpHeader || httpPayload) rest.delete(name)
    if (httpPayload) payload = (value as Buffer | undefined) ?? ''
    if (value === undefined) continue
    if (httpResponseCode) status = Number(value)
    if (httpHeader) bound.set(httpHeader.toLowerCase(), String(value))
  }
  return { status, payload, bound: Object.fromEntries(bound), rest: Object.fromEntries(rest) }
}
