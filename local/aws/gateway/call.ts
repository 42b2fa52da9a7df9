import type { AwsRequest, AwsResponse } from '../../types.ts'
import { malformed } from '../wire/error.ts'
import { formInput, formOf } from '../wire/form.ts'
import { readCbor, readJson } from '../wire/read.ts'
import { schemasOf } from './models.ts'
import { queryOf, type Signature, signatureOf } from './signature.ts'

/** Wire protocols of AWS's APIs, by how a request of each is told and an error of each is written. */
export type Protocol = 'json' | 'cbor' | 'rpc-cbor' | 'query' | 'rest-xml' | 'rest-json'
export type Input = Readonly<Record<string, unknown>>

/** A request with what can be said of it without asking anyone. */
export interface Call {
  readonly request: AwsRequest
  readonly signature: Signature | null
  readonly service: string
  /** `PutItem`; for REST protocols the HTTP method. */
  readonly action: string
  readonly protocol: Protocol
  /** Parameters as the JSON protocol names them; blobs are base64. Throws where the body cannot be read. */
  readonly input: () => Input
}

/** The path of a call by Smithy's RPC protocol. https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
export const RPC_PATH = /^\/service\/\w+\/operation\/([A-Za-z]+)$/

/** Reads a request's service, action and protocol. */
export function callOf(request: AwsRequest): Call {
  const signature = signatureOf(request)
  const protocol = protocolOf(request, signature)
  let parsed: Input | undefined
  const input = () => {
    parsed ??= asInput(inputOf(call))
    return parsed
  }
  const service = signature?.service ?? ''
  const call = { request, signature, service, protocol, input, action: actionOf(request, protocol) }
  return call
}

function protocolOf(request: AwsRequest, signature: Signature | null): Protocol {
  const type = request.headers['content-type'] ?? ''
  if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') return 'rpc-cbor'
  if (request.headers['x-amz-target']) return type.includes('cbor') ? 'cbor' : 'json'
  if (signature?.service === 's3') return 'rest-xml'
  if (type.includes('x-www-form-urlencoded') || queryOf(request.url).has('Action')) return 'query'
  return 'rest-json'
}

function actionOf(request: AwsRequest, protocol: Protocol): string {
  switch (protocol) {
    case 'json':
    case 'cbor':
      return request.headers['x-amz-target']?.split('.').at(-1) ?? ''
    case 'rpc-cbor':
      return RPC_PATH.exec(request.url)?.[1] ?? ''
    case 'query':
      return formOf(request).get('Action') ?? ''
    default:
      return request.method
  }
}

function inputOf(call: Pick<Call, 'request' | 'protocol' | 'service' | 'action'>): unknown {
  switch (call.protocol) {
    case 'query':
      return withBase64(formInput(schemasOf(call)?.input, formOf(call.request)))
    case 'json':
      return readJson(call.request.body)
    case 'cbor':
    case 'rpc-cbor':
      return withBase64(readCbor(call.request.body))
    default:
      return {}
  }
}

function asInput(it: unknown): Input {
  if (it !== null && typeof it === 'object' && !Array.isArray(it)) return it as Input
  throw malformed('the body is not a map of parameters')
}

/** What an answer of the JSON protocol says. */
export const outputOf = (response: AwsResponse): Input =>
  JSON.parse(response.body.toString() || '{}') as Input

function withBase64(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(withBase64)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withBase64(inner)]))
}
