import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import underPressure from '@fastify/under-pressure'
import closeWithGrace from 'close-with-grace'
import Fastify, { type FastifyBaseLogger } from 'fastify'
import type { LongRunning } from '../model/kinds.ts'
import { type Env, readEnv } from './env.ts'
import { problems } from './errors.ts'
import { type Logger, logger } from './log.ts'
import { type Metrics, metrics } from './metrics.ts'

/** What a workload is built with. */
export interface Workplace {
  readonly env: Env
  readonly log: Logger
  readonly metrics: Metrics
}

/** A part of a workload that lives beside its routes: stores, consumers, relays. */
export interface Part {
  /** Why the copy cannot take work now, or null where it can. */
  readonly notReady?: () => Promise<string | null> | string | null
  /** Stops taking new work and finishes what is under way. */
  readonly close: () => Promise<void>
}

/** An app with problem details, health and readiness; `inject` tests it without a port. */
export function newApp(log: Logger, health: LongRunning['health'], parts: readonly Part[] = []) {
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    disableRequestLogging: true,
    bodyLimit: 256 * 1024,
    requestIdHeader: 'x-amzn-trace-id',
    requestIdLogLabel: 'trace_id',
    ajv: { customOptions: { allErrors: true, removeAdditional: false, coerceTypes: 'array' } },
  }).withTypeProvider<TypeBoxTypeProvider>()
  problems(app)
  app.register(underPressure, { maxEventLoopDelay: 5000, retryAfter: 1 })
  app.get(health.path, async () => ({ status: 'ok' }))
  app.get(health.readyPath, async (_request, reply) => {
    const answers = await Promise.all(parts.map((part) => part.notReady?.() ?? null))
    const reasons = answers.filter((why) => why !== null)
    return reply
      .code(reasons.length > 0 ? 503 : 200)
      .send({ status: reasons.length > 0 ? 'not ready' : 'ok', reasons })
  })
  return app
}
export type App = ReturnType<typeof newApp>

/**
 * Runs a service or worker: reads env, builds, listens, and on SIGTERM drains — first the listener, then the parts.
 * A build that throws ends the process with code 1 and the reason in the log.
 */
export async function serve(
  build: (
    place: Workplace,
    register: (part: Part) => void,
  ) => Promise<(app: App) => void> | ((app: App) => void),
): Promise<void> {
  const env = readEnv()
  const log = logger(env)
  const place = { env, log, metrics: metrics({ Workload: env.workloadId }) }
  const parts: Part[] = []
  const { health, stopTimeoutSeconds } = env.workload as LongRunning
  try {
    const routes = await build(place, (part) => parts.push(part))
    const app = newApp(log, health, parts)
    routes(app)
    await app.listen({ host: process.env.BIND_HOST ?? '127.0.0.1', port: env.port })
    log.info({ port: env.port }, 'listening')
    closeWithGrace({ delay: stopTimeoutSeconds * 1000, logger: false }, async ({ err }) => {
      if (err) log.error({ err }, 'ends after an error')
      await app.close()
      for (const part of parts) await part.close()
      place.metrics.flush()
    })
  } catch (err) {
    log.fatal({ err }, 'could not start')
    process.exitCode = 1
    setTimeout(() => process.exit(1), 100).unref()
  }
}
