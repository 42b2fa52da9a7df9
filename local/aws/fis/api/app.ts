import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify from 'fastify'
import { AwsError } from '../../wire/error.ts'
import { type Finding, validationMessage } from '../../wire/findings.ts'
import { readJson } from '../../wire/read.ts'
import { failure, invalid, unknownOperation } from '../errors.ts'

interface Failure {
  readonly statusCode?: number
  readonly message: string
  readonly validation?: readonly Finding[]
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
      done(null, readJson(body))
    } catch (error) {
      done(error as AwsError)
    }
  })
  app.setErrorHandler<Failure>((error, request, reply) => {
    const { status, shape, message } = shownError(error, request.body)
    if (status >= 500) request.log.error({ err: error })
    return reply.code(status).header('x-amzn-errortype', shape).send({ message })
  })
  app.setNotFoundHandler((request) => {
    throw unknownOperation(`FIS has no operation ${request.method} ${request.url}.`)
  })
  return app
}
export type FisApp = ReturnType<typeof newFisApp>

function shownError(error: Failure, body: unknown): AwsError {
  if (error instanceof AwsError) return error
  if (error.validation) return invalid(validationMessage(error.validation, body))
  if ((error.statusCode ?? 500) < 500) return invalid(error.message)
  return failure('The request failed; the log has the cause.')
}
