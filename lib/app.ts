import type { IncomingMessage } from 'node:http'
import helmet from '@fastify/helmet'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import type { LongRunning } from '../model/kinds.ts'
import { clientTimes } from './client-times.ts'
import { problems, refuseBytes, refusePath } from './errors.ts'
import { traceId } from './ids.ts'
import type { Logger } from './log.ts'
import type { Component } from './parts.ts'
import { shedding } from './shedding.ts'

const BODY_LIMIT = 256 * 1024
/** Seconds for the headers and for the whole request: a body within the limit that comes at 9 kB a second or faster. */
const TIMES = clientTimes(15, 30)
/** Requests that a copy works on at once: few enough to answer in time on a busy machine, enough to wait out a failover. */
const AT_ONCE = { fewest: 16, most: 256 } as const
/** A slow answer is still an answer: a copy sheds load when answers take several times as long as they should. */
const PATIENCE = 4

/** `/api/orders` is `/orders` behind the prefix `/api`; `/apiary` is not below it. */
const stripped = (url: string, prefix: string): string =>
  url.startsWith(`${prefix}/`) ? url.slice(prefix.length) : url

/**
 * An app with problem details, health and readiness; `inject` tests it without a port. `strip` is what a load balancer
 * that cannot do so leaves for it to take off the paths that it routes; `answerMs` is the time that an answer may take
 * before the app takes fewer requests at once.
 */
export function newApp(
  log: Logger,
  health: LongRunning['health'],
  parts: readonly Component[] = [],
  { strip = '', answerMs = 500 }: { readonly strip?: string; readonly answerMs?: number } = {},
) {
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    bodyLimit: BODY_LIMIT,
    ...TIMES,
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
  // health answers all the same: a copy that sheds load is alive, and restarting it would lose its work
  const limits = { ...AT_ONCE, targetMs: answerMs * PATIENCE, waitMs: answerMs * PATIENCE }
  shedding(app, limits, [health.path, health.readyPath], log)
  app.get(health.path, async () => ({ status: 'ok' }))
  app.get(health.readyPath, async (_request, reply) => {
    const answers = await Promise.all(parts.map((part) => part.notReady?.() ?? null))
    const reasons = answers.filter((why) => why !== null)
    const ready = reasons.length === 0
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'not ready', reasons })
  })
  return app
}
export type App = ReturnType<typeof newApp>
