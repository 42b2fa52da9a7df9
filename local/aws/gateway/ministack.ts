import type { System } from '../../../model/kinds.ts'
import type { AwsRequest } from '../../types.ts'
import type { Input } from './call.ts'
import type { Send } from './upstream.ts'

const TARGETS = {
  dynamodb: { prefix: 'DynamoDB_20120810', version: '1.0' },
  kinesis: { prefix: 'Kinesis_20131202', version: '1.1' },
  sqs: { prefix: 'AmazonSQS', version: '1.0' },
} as const

/** Calls of our own to MiniStack by the JSON protocol; an error of AWS's is thrown with its text. */
export function asker(system: System, send: Send) {
  return async function ask<T>(service: keyof typeof TARGETS, action: string, input: Input): Promise<T> {
    const { prefix, version } = TARGETS[service]
    const { status, body } = await send({
      method: 'POST',
      url: '/',
      headers: {
        authorization: unsigned(system, service),
        'content-type': `application/x-amz-json-${version}`,
        'x-amz-target': `${prefix}.${action}`,
      },
      body: Buffer.from(JSON.stringify(input)),
    })
    if (status >= 300) throw new Error(`MiniStack refused ${service}:${action}: ${body.toString()}`)
    return JSON.parse(body.toString() || '{}') as T
  }
}
export type Ask = ReturnType<typeof asker>

/** MiniStack reads account, region and service from the credential scope and checks no signature. */
const unsigned = (system: System, service: string) =>
  `AWS4-HMAC-SHA256 Credential=${system.account}/20260101/${system.region}/${service}/aws4_request, SignedHeaders=host, Signature=0`

/** Empties MiniStack, whatever an earlier run has left in it. */
export async function emptied(send: Send): Promise<void> {
  const reset: AwsRequest = { method: 'POST', url: '/_ministack/reset', headers: {}, body: Buffer.alloc(0) }
  const { status, body } = await send(reset)
  if (status >= 300) throw new Error(`MiniStack could not be reset: ${body.toString()}`)
}
