import { Type } from 'typebox'
import { type Operation, operation } from '../../../aws/wire/service.ts'
import { Throttled } from '../types.ts'
import type { ApiContext } from './api-context.ts'
import { badPayload, tooLarge, tooManyRequests } from './errors.ts'
import { OfFunction } from './function-operations.ts'

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const MOST_BYTES = 6 * 1024 * 1024
const MOST_ASYNC_BYTES = 1024 * 1024
const ExecutedVersion = '$LATEST'
const Payload = Type.Unsafe<Buffer>(Type.Unknown())

/** Invoke: RequestResponse, Event and DryRun. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function invokeOperations(context: ApiContext): Record<string, Operation> {
  return {
    Invoke: operation(
      {
        ...OfFunction,
        InvocationType: Type.Optional(Type.Enum(['RequestResponse', 'Event', 'DryRun'])),
        LogType: Type.Optional(Type.Enum(['None', 'Tail'])),
        Payload,
      },
      async ({ FunctionName, InvocationType = 'RequestResponse', LogType, Payload: bytes }) => {
        const { id } = context.find(FunctionName)
        const payload = payloadOf(bytes)
        if (InvocationType === 'DryRun') return { StatusCode: 204, ExecutedVersion }
        if (InvocationType === 'Event') return offer(context, id, payload)
        return respond(context, id, payload, LogType === 'Tail')
      },
    ),
  }
}

function payloadOf(bytes: Buffer): string {
  if (bytes.length > MOST_BYTES) throw tooLarge('Request', MOST_BYTES)
  const payload = bytes.length > 0 ? bytes.toString() : '{}'
  try {
    JSON.parse(payload)
    return payload
  } catch (error) {
    throw badPayload(`Could not parse request body into json: ${(error as Error).message}`)
  }
}

function offer({ runtime }: ApiContext, id: string, payload: string) {
  if (Buffer.byteLength(payload) > MOST_ASYNC_BYTES) throw tooLarge('Event', MOST_ASYNC_BYTES)
  return { StatusCode: 202, ExecutedVersion, $metadata: runtime.offer(id, payload) }
}

async function respond({ runtime }: ApiContext, id: string, payload: string, wantsLog: boolean) {
  const outcome = await runtime.invoke(id, payload).catch((error: unknown) => {
    throw error instanceof Throttled ? tooManyRequests() : error
  })
  return {
    StatusCode: 200,
    ExecutedVersion,
    Payload: outcome.payload,
    FunctionError: outcome.failed ? 'Unhandled' : undefined,
    LogResult: wantsLog ? Buffer.from(await outcome.logTail()).toString('base64') : undefined,
    $metadata: outcome.report,
  }
}
