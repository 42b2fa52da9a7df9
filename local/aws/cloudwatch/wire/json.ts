import { errors } from './errors.ts'
import type { Protocol } from './protocol.ts'

const TARGET = 'GraniteServiceVersion20100801.'
const CONTENT_TYPE = 'application/x-amz-json-1.0'
/** The namespace of the service's error shapes in its newer protocols. */
export const SHAPES = 'com.amazonaws.cloudwatch#'

/** AWS JSON 1.0, which the SDK for JavaScript speaks: times are seconds of the epoch. */
export const json: Protocol = {
  name: 'json',
  operation: ({ headers }) => {
    const target = headers['x-amz-target']
    return target?.startsWith(TARGET) ? target.slice(TARGET.length) : null
  },
  read: ({ body }) => {
    if (body.length === 0) return {}
    try {
      return JSON.parse(body.toString())
    } catch (error) {
      throw errors.malformed(`the body is not JSON: ${(error as Error).message}`)
    }
  },
  write: (_operation, output, requestId) => ({
    status: 200,
    headers: { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': requestId },
    body: JSON.stringify(epochs(output)),
  }),
  writeError: ({ shape, code, status, message }, requestId) => ({
    status,
    headers: {
      'content-type': CONTENT_TYPE,
      'x-amzn-requestid': requestId,
      'x-amzn-query-error': `${code};${status < 500 ? 'Sender' : 'Receiver'}`,
    },
    body: JSON.stringify({ __type: SHAPES + shape, message }),
  }),
}

function epochs(it: unknown): unknown {
  if (it instanceof Date) return it.getTime() / 1000
  if (it instanceof Map) return Object.fromEntries(it)
  if (Array.isArray(it)) return it.map(epochs)
  if (it === null || typeof it !== 'object') return it
  return Object.fromEntries(Object.entries(it).map(([name, value]) => [name, epochs(value)]))
}
