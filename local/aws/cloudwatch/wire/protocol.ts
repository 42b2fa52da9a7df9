import { gunzipSync } from 'node:zlib'
import type { AwsRequest } from '../../../types.ts'
import { malformed } from '../../wire/error.ts'
import type { Protocol } from '../../wire/protocol.ts'
import { cbor } from './cbor.ts'
import { json } from './json.ts'
import { query } from './query.ts'

const PROTOCOLS: readonly Protocol[] = [cbor, json, query]
/** PutMetricData takes 1 MB; a compressed body may not grow beyond this. */
const MOST_BYTES = 4 * 1024 * 1024

/** The protocol of a request and the operation it names. */
export function protocolOf(request: AwsRequest): { readonly protocol: Protocol; readonly operation: string } {
  for (const protocol of PROTOCOLS) {
    const operation = protocol.operation(request)
    if (operation !== null) return { protocol, operation }
  }
  return { protocol: query, operation: '' }
}

/** The request with its body as it was before compression (SDKs compress large PutMetricData calls). */
export function decompressed(request: AwsRequest): AwsRequest {
  if (request.headers['content-encoding'] !== 'gzip') return request
  try {
    return { ...request, body: gunzipSync(request.body, { maxOutputLength: MOST_BYTES }) }
  } catch {
    throw malformed(`the body says gzip but is not, or is larger than ${MOST_BYTES} bytes`)
  }
}
