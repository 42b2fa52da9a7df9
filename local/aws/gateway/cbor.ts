import { Encoder, Tag } from 'cbor-x'
import type { AwsRequest, AwsResponse } from '../../types.ts'
import type { Call } from './call.ts'

const TYPE = 'application/x-amz-cbor-1.1'
const encoder = new Encoder({ useRecords: false, tagUint8Array: false })
/** CBOR's tag for seconds since 1970. */
const EPOCH = 1

/** The same call by the JSON protocol, which is all that MiniStack speaks. */
export function asJson({ request, input }: Call): AwsRequest {
  const headers = { ...request.headers, 'content-type': 'application/x-amz-json-1.1' }
  return { ...request, headers, body: Buffer.from(JSON.stringify(input())) }
}

/** An answer of the JSON protocol in CBOR: blobs as bytes, times tagged. */
export function asCbor(response: AwsResponse): AwsResponse {
  const output: unknown = JSON.parse(response.body.toString() || '{}')
  return {
    ...response,
    headers: { ...response.headers, 'content-type': TYPE },
    body: encoder.encode(typed(output)),
  }
}

function typed(value: unknown, name = ''): unknown {
  if (name === 'Data' && typeof value === 'string') return Buffer.from(value, 'base64')
  if (name.endsWith('Timestamp') && typeof value === 'number') return new Tag(value, EPOCH)
  if (Array.isArray(value)) return value.map((inner) => typed(inner))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, typed(inner, key)]))
}
