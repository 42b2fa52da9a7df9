import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify from 'fastify'
import { FisError, invalid } from '../errors.ts'
import { constraintMessage, type Violation } from './constraint-message.ts'

interface Failure {
  readonly statusCode?: number
  readonly message: string
  readonly validation?: readonly Violation[]
}

/** The REST-JSON protocol of FIS without its routes: bodies in, errors out as the AWS SDKs read them. */
export function newFisApp() {
  const app = Fastify({
    routerOptions: { maxParamLength: 4096 },
    ajv: { customOptions: { allErrors: true, removeAdditional: false, coerceTypes: false } },
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(String(body)))
    } catch {
      done(new FisError('SerializationException', 400, 'The body is not JSON.'))
    }
  })
  app.setErrorHandler<Failure>((error, request, reply) => {
    const shown = shownError(error)
    if (shown.status >= 500) request.log.error({ err: error })
    return reply.code(shown.status).header('x-amzn-errortype', shown.type).send({ message: shown.message })
  })
  app.setNotFoundHandler((request) => {
    throw new FisError(
      'UnknownOperationException',
      404,
      `FIS has no operation ${request.method} ${request.url}.`,
    )
  })
  return app
}
export type FisApp = ReturnType<typeof newFisApp>

function shownError(error: Failure): FisError {
  if (error instanceof FisError) return error
  if (error.validation) return invalid(constraintMessage(error.validation))
  if ((error.statusCode ?? 500) < 500) return invalid(error.message)
  return new FisError('InternalServerException', 500, 'The request failed; the log has the cause.')
}
