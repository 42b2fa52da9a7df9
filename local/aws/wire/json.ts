import type { AwsRequest } from '../../types.ts'
import type { Protocol } from './protocol.ts'
import { readJson } from './read.ts'

/** An API of the AWS JSON protocols. */
export interface JsonApi {
  readonly version: '1.0' | '1.1'
  /** What stands before the operation in `x-amz-target`. */
  readonly target: string
  /** Name space of its error shapes, where it writes them with one. */
  readonly shapes?: string
  /** True where clients of an older query protocol read the code from a header. */
  readonly queryCompatible?: boolean
}

/** AWS JSON: times are seconds of the epoch. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function awsJson({ version, target, shapes = '', queryCompatible = false }: JsonApi): Protocol {
  const prefix = `${target}.`
  const headersWith = (requestId: string) => ({
    'content-type': `application/x-amz-json-${version}`,
    'x-amzn-requestid': requestId,
  })
  return {
    name: 'json',
    operation({ headers }) {
      const named = headers['x-amz-target']
      return named?.startsWith(prefix) ? named.slice(prefix.length) : null
    },
    read: jsonOf,
    write: (_operation, output, requestId) => ({
      status: 200,
      headers: headersWith(requestId),
      body: JSON.stringify(epochs(output)),
    }),
    writeError: ({ shape, code, status, message }, requestId) => ({
      status,
      headers: {
        ...headersWith(requestId),
        ...(queryCompatible
          ? { 'x-amzn-query-error': `${code};${status < 500 ? 'Sender' : 'Receiver'}` }
          : {}),
      },
      body: JSON.stringify({ __type: shapes + shape, message }),
    }),
    unknown: { code: 'UnknownOperationException' },
  }
}

/** The body of a request as JSON; an empty one is an empty object. */
export function jsonOf({ body }: AwsRequest): unknown {
  return body.length === 0 ? {} : readJson(body.toString())
}

/** An output as JSON holds it: times as seconds of the epoch, maps as objects. */
export function epochs(it: unknown): unknown {
  if (it instanceof Date) return it.getTime() / 1000
  if (it instanceof Map) return Object.fromEntries(it)
  if (Array.isArray(it)) return it.map(epochs)
  if (it === null || typeof it !== 'object') return it
  return Object.fromEntries(Object.entries(it).map(([name, value]) => [name, epochs(value)]))
}
