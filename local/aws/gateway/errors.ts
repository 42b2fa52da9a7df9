import { randomUUID } from 'node:crypto'
import { encode } from 'cbor-x'
import type { AwsResponse } from '../../types.ts'
import type { Call } from './call.ts'

/** An error as AWS names it; 4xx is the sender's fault, 5xx is retried by every SDK. */
export interface AwsError {
  readonly status: number
  readonly code: string
  readonly message: string
}

const escaped = (text: string) => text.replace(/[<>&]/g, (c) => `&#${c.charCodeAt(0)};`)

/** An error in the wire format of the protocol that the call came by. */
export function errorResponse(call: Call, { status, code, message }: AwsError): AwsResponse {
  const id = randomUUID()
  const fault = status < 500 ? 'Sender' : 'Receiver'
  const text = `<Code>${escaped(code)}</Code><Message>${escaped(message)}</Message>`
  const headers = { 'x-amzn-requestid': id }
  switch (call.protocol) {
    // CBOR calls go as JSON and are answered in CBOR by the gateway
    case 'cbor':
    case 'json':
      return {
        status,
        headers: {
          ...headers,
          'content-type': call.request.headers['content-type'] ?? 'application/x-amz-json-1.0',
          // SQS is query-compatible: its clients read the code from this header
          ...(call.service === 'sqs' ? { 'x-amzn-query-error': `${code};${fault}` } : {}),
        },
        body: JSON.stringify({ __type: code, message }),
      }
    case 'rpc-cbor':
      return {
        status,
        headers: { ...headers, 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
        body: Buffer.from(encode({ __type: code, message })),
      }
    case 'query':
      return {
        status,
        headers: { ...headers, 'content-type': 'text/xml' },
        body: `<ErrorResponse><Error><Type>${fault}</Type>${text}</Error><RequestId>${id}</RequestId></ErrorResponse>`,
      }
    case 'rest-xml':
      return {
        status,
        headers: { ...headers, 'content-type': 'application/xml' },
        body: `<?xml version="1.0" encoding="UTF-8"?><Error>${text}<RequestId>${id}</RequestId></Error>`,
      }
    case 'rest-json':
      return {
        status,
        headers: { ...headers, 'content-type': 'application/json', 'x-amzn-errortype': code },
        body: JSON.stringify({ message }),
      }
  }
}

/** The error of a service that is away for a while; every SDK retries it. */
export const unavailable = (call: Call, why: string): AwsResponse =>
  errorResponse(call, { status: 503, code: 'ServiceUnavailable', message: why })
