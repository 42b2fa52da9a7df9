import Fastify, { type FastifyInstance } from 'fastify'
import { functionArn, functionName } from '../../../../model/names.ts'
import type { AwsRequest, AwsService } from '../../../types.ts'
import type { FunctionSpec } from '../types.ts'
import type { ApiContext } from './api-context.ts'
import { invalid, LambdaError, notFound } from './errors.ts'
import { functionRoutes } from './function-routes.ts'
import { invokeRoute } from './invoke-route.ts'
import { mappingRoutes } from './mapping-routes.ts'

const MOST_BYTES = 6 * 1024 * 1024

/** The Lambda API (REST, JSON) over a runtime. https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
export function lambdaService(it: Pick<ApiContext, 'ctx' | 'runtime' | 'specs'>): AwsService {
  const app = Fastify({
    bodyLimit: MOST_BYTES,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  answerErrors(app)
  const context: ApiContext = { ...it, startedAt: new Date(), find: (name) => findFunction(it, name) }
  invokeRoute(app, context)
  functionRoutes(app, context)
  mappingRoutes(app, context)
  return { signingName: 'lambda', handle: (request) => handle(app, request) }
}

async function handle(app: FastifyInstance, { method, url, headers, body }: AwsRequest) {
  const kept = Object.entries(headers).filter(
    ([name]) => !['content-length', 'transfer-encoding'].includes(name),
  )
  const response = await app.inject({
    method: method as 'GET' | 'POST' | 'PUT' | 'DELETE',
    url,
    headers: { 'content-type': 'application/json', ...Object.fromEntries(kept) },
    ...(body.length > 0 ? { payload: body } : {}),
  })
  const sent = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
  return { status: response.statusCode, headers: Object.fromEntries(sent), body: response.rawPayload }
}

function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    const known = error instanceof LambdaError ? error : toLambdaError(error)
    const { Reason, retryAfterSeconds } = known.extra
    if (retryAfterSeconds) reply.header('retry-after', retryAfterSeconds)
    return reply
      .code(known.status)
      .header('x-amzn-errortype', known.type)
      .send({ Type: known.status < 500 ? 'User' : 'Service', message: known.message, Reason })
  })
  app.setNotFoundHandler((request) => {
    const operation = `${request.method} ${request.url.split('?')[0]}`
    throw new LambdaError(400, 'UnknownOperationException', `${operation} is not an operation of Lambda here`)
  })
}

function toLambdaError(error: Error & { statusCode?: number }): LambdaError {
  if (error.statusCode === 413)
    return new LambdaError(
      413,
      'RequestTooLargeException',
      `Request must be smaller than ${MOST_BYTES} bytes`,
    )
  return new LambdaError(500, 'ServiceException', error.message)
}

function findFunction({ ctx, specs }: Pick<ApiContext, 'ctx' | 'specs'>, name: string): FunctionSpec {
  const wanted =
    /^(?:(?:arn:aws:lambda:[\w-]+:)?\d{12}:function:|function:)?([\w-]{1,64})(?::(\$LATEST))?$/.exec(name)
  if (!wanted) throw invalid(`'${name}' is no function name, ARN or partial ARN`)
  for (const [id, spec] of specs) if (functionName(ctx.system, id) === wanted[1]) return spec
  throw notFound(functionArn(ctx.system, '').replace(/[^:]*$/, wanted[1]!))
}
