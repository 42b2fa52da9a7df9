import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Throttled } from '../types.ts'
import type { ApiContext } from './api-context.ts'
import { invalid, LambdaError, tooManyRequests } from './errors.ts'

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const MOST_ASYNC_BYTES = 1024 * 1024

/** Invoke: RequestResponse, Event and DryRun. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function invokeRoute(app: FastifyInstance, context: ApiContext): void {
  app.post<OfFunction>('/2015-03-31/functions/:name/invocations', async (request, reply) => {
    const { id } = context.find(request.params.name)
    const payload = payloadOf(request)
    const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse'
    reply.header('x-amz-executed-version', '$LATEST')
    if (type === 'DryRun') return reply.code(204).send()
    if (type === 'Event') return offer(context, id, payload, reply)
    if (type === 'RequestResponse') return respond(context, id, payload, request, reply)
    throw invalid(`Invocation type '${type}' is not one of RequestResponse, Event, DryRun`)
  })
}

export interface OfFunction {
  Params: { name: string }
}

function payloadOf({ body }: FastifyRequest): string {
  const payload = typeof body === 'string' && body !== '' ? body : '{}'
  try {
    JSON.parse(payload)
    return payload
  } catch (error) {
    const why = `Could not parse request body into json: ${(error as Error).message}`
    throw new LambdaError(400, 'InvalidRequestContentException', why)
  }
}

function offer({ runtime }: ApiContext, id: string, payload: string, reply: FastifyReply) {
  if (Buffer.byteLength(payload) > MOST_ASYNC_BYTES)
    throw new LambdaError(
      413,
      'RequestTooLargeException',
      `Event must be smaller than ${MOST_ASYNC_BYTES} bytes`,
    )
  const { requestId } = runtime.offer(id, payload)
  return reply.code(202).header('x-amzn-requestid', requestId).send()
}

async function respond(
  { runtime }: ApiContext,
  id: string,
  payload: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const outcome = await runtime.invoke(id, payload).catch((error: unknown) => {
    throw error instanceof Throttled ? tooManyRequests() : error
  })
  if (outcome.failed) reply.header('x-amz-function-error', 'Unhandled')
  if (request.headers['x-amz-log-type'] === 'Tail')
    reply.header('x-amz-log-result', Buffer.from(await outcome.logTail()).toString('base64'))
  reply.header('x-amzn-requestid', outcome.report.requestId)
  return reply.code(200).type('application/json').send(outcome.payload)
}
