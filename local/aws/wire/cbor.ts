import { CborCodec } from '@smithy/core/cbor'
import type { NormalizedSchema } from '@smithy/core/schema'
import { encode } from 'cbor-x'
import { errorBody, queryErrorHeader } from './json.ts'
import type { ServiceModel } from './model.ts'
import type { Protocol } from './protocol.ts'
import { readCbor } from './read.ts'
import { typed } from './typed.ts'

/** Smithy RPC v2 with CBOR, which the newer SDKs and the `aws` command speak. https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
export function cborProtocol(model: ServiceModel): Protocol {
  const path = new RegExp(`^/service/${model.serviceTarget}/operation/(\\w+)/?(?:\\?|$)`)
  const headersWith = (requestId: string) => ({
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': requestId,
  })
  return {
    operation: ({ url, headers }) =>
      headers['smithy-protocol'] === 'rpc-v2-cbor' ? (path.exec(url)?.[1] ?? null) : null,
    read: ({ input }, { body }) => typed(input, readCbor(body)),
    write: ({ output: schema }, output, id) => ({
      status: 200,
      headers: headersWith(id),
      body: writeCbor(schema, output),
    }),
    writeError: (error, id) => ({
      status: error.status,
      headers: { ...headersWith(id), ...queryErrorHeader(model, error) },
      body: encode(errorBody(model, error)),
    }),
    unknown: { code: 'InvalidAction' },
  }
}

/** An output as CBOR; nothing but the members of its schema. */
export function writeCbor(schema: NormalizedSchema, output: object): Buffer {
  const serializer = new CborCodec().createSerializer()
  serializer.write(schema, output)
  return Buffer.from(serializer.flush())
}
