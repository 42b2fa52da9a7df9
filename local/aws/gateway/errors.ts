import { randomUUID } from 'node:crypto'
import { NormalizedSchema } from '@smithy/core/schema'
import type { AwsResponse } from '../../types.ts'
import { cborProtocol } from '../wire/cbor.ts'
import * as wire from '../wire/error.ts'
import { jsonProtocol } from '../wire/json.ts'
import type { ServiceModel } from '../wire/model.ts'
import type { Protocol } from '../wire/protocol.ts'
import { queryProtocol, restXmlError } from '../wire/query.ts'
import { restJsonProtocol } from '../wire/rest-json.ts'
import type { Call } from './call.ts'
import { models } from './models.ts'

/** An error as AWS names it; 4xx is the sender's fault, 5xx is retried by every SDK. */
export type AwsError = Pick<wire.AwsError, 'status' | 'code' | 'message'>

/** What is known of a service before anybody has looked whose it is. */
const ANY: ServiceModel = {
  version: '',
  serviceTarget: '',
  defaultNamespace: '',
  protocol: '',
  operation: () => undefined,
  error: () => NormalizedSchema.of('unit'),
}
const WRITERS: Readonly<Record<Call['protocol'], (model: ServiceModel) => Pick<Protocol, 'writeError'>>> = {
  json: jsonProtocol,
  // CBOR calls go as JSON and are answered in CBOR by the gateway
  cbor: jsonProtocol,
  'rpc-cbor': cborProtocol,
  query: queryProtocol,
  'rest-json': (model) => restJsonProtocol(model, []),
  'rest-xml': () => ({ writeError: restXmlError }),
}

/** An error in the wire format of the protocol that the call came by. */
export function errorResponse({ service, protocol, request }: Call, error: AwsError): AwsResponse {
  const { code, message, status } = error
  const isOld = request.headers['content-type']?.endsWith('1.0')
  const model = { ...(models[service] ?? ANY), protocol: `aws.protocols#awsJson1_${isOld ? 0 : 1}` }
  const known = error instanceof wire.AwsError ? error : new wire.AwsError(code, message, { status })
  return WRITERS[protocol](model).writeError(known, randomUUID())
}

/** The error of a service that is away for a while; every SDK retries it. */
export const unavailable = (call: Call, why: string): AwsResponse =>
  errorResponse(call, { status: 503, code: 'ServiceUnavailable', message: why })
