import type { AwsRequest } from '../../types.ts'
import { malformed } from './error.ts'
import { epochs, jsonOf } from './json.ts'
import type { Protocol } from './protocol.ts'

interface Route {
  readonly operation: string
  readonly method: string
  readonly pattern: RegExp
}

/**
 * REST with JSON: an operation is a method and a path, such as `GET /clusters/{name}`; what stands in the path, the
 * query and the body are its parameters. https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
export function restJson(routes: Readonly<Record<string, string>>): Protocol {
  const known = Object.entries(routes).map(([operation, route]) => routeOf(operation, route))
  const headersWith = (requestId: string) => ({
    'content-type': 'application/json',
    'x-amzn-requestid': requestId,
  })
  return {
    name: 'rest-json',
    operation: (request) => matchOf(known, request)?.operation ?? null,
    read(request) {
      const query = Object.fromEntries(new URLSearchParams(request.url.split('?')[1]))
      return { ...(jsonOf(request) as object), ...query, ...matchOf(known, request)?.inPath }
    },
    write: (_operation, output, requestId) => ({
      status: 200,
      headers: headersWith(requestId),
      body: JSON.stringify(epochs(output)),
    }),
    writeError: ({ shape, status, message }, requestId) => ({
      status,
      headers: { ...headersWith(requestId), 'x-amzn-errortype': shape },
      body: JSON.stringify({ message }),
    }),
    unknown: { code: 'UnknownOperationException', status: 404 },
  }
}

function routeOf(operation: string, route: string): Route {
  const [method = '', path = ''] = route.split(' ')
  return { operation, method, pattern: new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`) }
}

function matchOf(routes: readonly Route[], { method, url }: AwsRequest) {
  const path = url.split('?')[0]!
  for (const { operation, method: own, pattern } of routes) {
    const found = method === own ? pattern.exec(path) : null
    if (!found) continue
    const inPath = Object.entries(found.groups ?? {}).map(([name, text]) => [name, decoded(text)])
    return { operation, inPath: Object.fromEntries(inPath) as Record<string, string> }
  }
  return null
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw malformed(`'${text}' in the path is not percent-encoded as URLs are`)
  }
}
