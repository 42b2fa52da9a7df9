import { createHash, timingSafeEqual } from 'node:crypto'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyRequest } from 'fastify'
import Type from 'typebox'
import { clientTimes } from '../client-times.ts'
import { HttpError, problems, refuseBytes } from '../errors.ts'
import { guardOrigin } from '../origin-guard.ts'
import type { Component } from '../parts.ts'
import type { Workplace } from '../serve.ts'
import type { Scenario } from './scenario.ts'
import { stressRuns } from './stress-run.ts'

const Wanted = Type.Object(
  {
    seconds: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    cpu_percent: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  },
  { additionalProperties: false },
)

/**
 * The stress scenario of a copy on a listener of its own, which no load balancer reaches: POST begins a run (within
 * the model's caps), GET tells how it stands, DELETE ends it. Off unless STRESS_PORT and STRESS_TOKEN are set.
 */
export function stress({ env, metrics, log }: Workplace, scenario: Scenario): Component {
  const spec = 'stress' in env.workload ? env.workload.stress : undefined
  if (!spec || env.stressPort === 0 || env.stressToken === '') return { close: async () => undefined }
  const runs = stressRuns(spec, scenario, env, metrics, log)
  const app = Fastify({
    ...clientTimes(5, 10),
    clientErrorHandler: refuseBytes,
    ajv: { customOptions: { removeAdditional: false } },
  }).withTypeProvider<TypeBoxTypeProvider>()
  problems(app)
  guardOrigin(app)
  app.addHook('onRequest', async (request) => admit(request, env.stressToken))
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, bodyOrNothing)
  app.post(spec.path, { schema: { body: Wanted } }, async ({ body }, reply) =>
    reply.code(202).send(runs.start(body)),
  )
  app.get(spec.path, async () => runs.state())
  app.delete(spec.path, () => runs.stop())
  return {
    start: async () => {
      await app.listen({ host: '127.0.0.1', port: env.stressPort })
    },
    close: async () => {
      await runs.stop()
      await app.close()
    },
  }
}

/** 401 without a bearer token, 403 with another one. */
function admit(request: FastifyRequest, token: string): void {
  const [scheme, given] = (request.headers.authorization ?? '').split(' ')
  if (scheme !== 'Bearer' || !given)
    throw new HttpError(
      401,
      'Unauthorized',
      'send the token of ./cafe up --stress as Authorization: Bearer',
      {},
      {
        'www-authenticate': 'Bearer',
      },
    )
  if (!timingSafeEqual(digest(given), digest(token)))
    throw new HttpError(403, 'Forbidden', 'this is not the token of this copy')
}
const digest = (text: string) => createHash('sha256').update(text).digest()

/** A request without a body asks for the model's own seconds and percent. */
function bodyOrNothing(
  _request: FastifyRequest,
  body: string | Buffer,
  done: (err: Error | null, value?: unknown) => void,
): void {
  try {
    done(null, body.length === 0 ? {} : JSON.parse(String(body)))
  } catch {
    done(new HttpError(400, 'Bad Request', 'the body is not JSON'))
  }
}
