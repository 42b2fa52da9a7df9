import { JsonCodec2 } from '@aws-sdk/core/protocols'
import type { NormalizedSchema } from '@smithy/core/schema'
import type { AwsError } from './error.ts'
import type { ServiceModel } from './model.ts'
import type { Output, Protocol } from './protocol.ts'
import { readJson } from './read.ts'
import { typed } from './typed.ts'

/** AWS JSON: times are seconds of the epoch. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function jsonProtocol(model: ServiceModel): Protocol {
  const prefix = `${model.serviceTarget}.`
  const version = model.protocol.endsWith('1_0') ? '1.0' : '1.1'
  const headersWith = (requestId: string) => ({
    'content-type': `application/x-amz-json-${version}`,
    'x-amzn-requestid': requestId,
  })
  return {
    operation({ headers }) {
      const named = headers['x-amz-target']
      return named?.startsWith(prefix) ? named.slice(prefix.length) : null
    },
    read: ({ input }, { body }) => typed(input, readJson(body)),
    write: ({ output: schema }, output, id) => ({
      status: 200,
      headers: headersWith(id),
      body: writeJson(schema, output),
    }),
    writeError: (error, id) => ({
      status: error.status,
      headers: { ...headersWith(id), ...queryErrorHeader(model, error) },
      body: JSON.stringify(errorBody(model, error)),
    }),
    unknown: { code: 'UnknownOperationException' },
  }
}

/** The code of an error by the query protocol, for clients that know the service by it. */
export const queryErrorHeader = (
  { awsQueryCompatible }: ServiceModel,
  { code, status }: AwsError,
): Record<string, string> =>
  awsQueryCompatible ? { 'x-amzn-query-error': `${code};${status < 500 ? 'Sender' : 'Receiver'}` } : {}

/** An error as the newer protocols write it; with its namespace where the service had another name for it before. */
export const errorBody = (model: ServiceModel, { shape, message, members }: AwsError): Output => ({
  __type: model.awsQueryCompatible ? `${model.defaultNamespace}#${shape}` : shape,
  message,
  // some shapes have it with a capital letter
  ...('Message' in model.error(shape).getMemberSchemas() ? { Message: message } : {}),
  ...members,
})

/** An output as JSON; nothing but the members of its schema. */
export function writeJson(schema: NormalizedSchema, output: Output, jsonName = false): Buffer {
  if (schema.isUnitSchema()) return Buffer.from('{}')
  const serializer = new JsonCodec2({
    timestampFormat: { useTrait: true, default: 7 },
    jsonName,
  }).createSerializer()
  serializer.write(schema, output)
  const { buffer, byteOffset, byteLength } = serializer.flush() as Uint8Array<ArrayBuffer>
  return Buffer.from(buffer, byteOffset, byteLength)
}
