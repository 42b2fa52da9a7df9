import type { AwsRequest } from '../../../types.ts'
import type { Protocol } from '../../wire/protocol.ts'
import { cbor } from './cbor.ts'
import { json } from './json.ts'
import { query } from './query.ts'

const PROTOCOLS: readonly Protocol[] = [cbor, json, query]

/** The protocol of a request and the operation it names. */
export function protocolOf(request: AwsRequest): { readonly protocol: Protocol; readonly operation: string } {
  for (const protocol of PROTOCOLS) {
    const operation = protocol.operation(request)
    if (operation !== null) return { protocol, operation }
  }
  return { protocol: query, operation: '' }
}
