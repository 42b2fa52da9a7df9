import type { IncomingMessage } from 'node:http'
import helmet from '@fastify/helmet'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import underPressure from '@fastify/under-pressure'
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import type { LongRunning } from '../model/kinds.ts'
import { problems, refuseBytes, refusePath } from './errors.ts'
import { traceId } from './ids.ts'
import type { Logger } from './log.ts'
import type { Part } from './parts.ts'

const BODY_LIMIT = 256 * 1024
/** Mean delay of the event loop over a second, in milliseconds, above which requests are shed with 503. */
const MOST_DELAY_MS = 1000

/** `/api/orders` is `/orders` behind the prefix `/api`; `/apiary` is not below it. */
const stripped = (url: string, prefix: string): string =>
  url.startsWith(`${prefix}/`) ? url.slice(prefix.length) : url

/** Health answers under pressure too: a copy that sheds load is alive, and restarting it would lose its work. */
const evenUnderPressure = { config: { pressureHandler: () => undefined } }

/**
 * An app with problem details, health and readiness; `inject` tests it without a port. `strip` is what a load balancer
 * that cannot do so leaves for it to take off the paths that it routes.
 */
export function newApp(log: Logger, health: LongRunning['health'], parts: readonly Part[] = [], strip = '') {
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    bodyLimit: BODY_LIMIT,
    trustProxy: (_address: string, hop: number) => hop === 0,
    requestIdHeader: 'x-amzn-trace-id',
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'trace_id' }),
    genReqId: () => traceId(),
    clientErrorHandler: refuseBytes,
    frameworkErrors: refusePath,
    rewriteUrl: ({ url = '/' }: IncomingMessage) => stripped(url, strip),
    ajv: { customOptions: { allErrors: true, removeAdditional: false, coerceTypes: false } },
  }).withTypeProvider<TypeBoxTypeProvider>()
  problems(app)
  // it would read a text as a string, and a string is no body of ours
  app.removeContentTypeParser('text/plain')
  app.register(helmet, { contentSecurityPolicy: false })
  app.register(underPressure, { maxEventLoopDelay: MOST_DELAY_MS, retryAfter: 1 })
  app.get(health.path, evenUnderPressure, async () => ({ status: 'ok' }))
  app.get(health.readyPath, evenUnderPressure, async (_request, reply) => {
    const answers = await Promise.all(parts.map((part) => part.notReady?.() ?? null))
    const reasons = answers.filter((why) => why !== null)
    const ready = reasons.length === 0
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'not ready', reasons })
  })
  return app
}
export type App = ReturnType<typeof newApp>
