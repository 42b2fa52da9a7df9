import { encode } from 'cbor-x'
import type { AwsRequest, AwsResponse } from '../../types.ts'
import { writeCbor } from '../wire/cbor.ts'
import { typed } from '../wire/typed.ts'
import { type Call, outputOf } from './call.ts'
import { schemasOf } from './models.ts'

const TYPE = 'application/x-amz-cbor-1.1'

/** The same call by the JSON protocol, which is all that MiniStack speaks. */
export function asJson({ request, input }: Call): AwsRequest {
  const headers = { ...request.headers, 'content-type': 'application/x-amz-json-1.1' }
  return { ...request, headers, body: Buffer.from(JSON.stringify(input())) }
}

/** An answer of the JSON protocol in CBOR: blobs as bytes, times tagged. */
export function asCbor(call: Call, response: AwsResponse): AwsResponse {
  const output = outputOf(response)
  const schema = response.status < 300 ? schemasOf(call)?.output : undefined
  return {
    ...response,
    headers: { ...response.headers, 'content-type': TYPE },
    body: schema?.isStructSchema() ? writeCbor(schema, typed(schema, output) as object) : encode(output),
  }
}
