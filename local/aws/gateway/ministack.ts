import { NodeHttpHandler } from '@smithy/node-http-handler'
import { localAuthorization } from '../../../lib/local-authorization.ts'
import type { System } from '../../../model/kinds.ts'
import { SECRET_HEADER } from '../../engines/emulated.ts'
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
        authorization: localAuthorization({ accessKeyId: system.account, region: system.region }, service),
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

/** The SDK's way to MiniStack: HTTP/1.1, with the secret. */
export function emulatorHandler(secret: string): NodeHttpHandler {
  const handler = new NodeHttpHandler()
  const handle = handler.handle.bind(handler)
  handler.handle = (request, options) => {
    Object.assign(request.headers, { [SECRET_HEADER]: secret })
    return handle(request, options)
  }
  return handler
}

/** Empties MiniStack, whatever an earlier run has left in it. */
export async function emptied(send: Send): Promise<void> {
  const reset: AwsRequest = { method: 'POST', url: '/_ministack/reset', headers: {}, body: Buffer.alloc(0) }
  const { status, body } = await send(reset)
  if (status >= 300) throw new Error(`MiniStack could not be reset: ${body.toString()}`)
}
