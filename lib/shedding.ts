import type { FastifyInstance } from 'fastify'
import { comeAgain } from './errors.ts'

/** @fastify/under-pressure looks a hundred times a second, and half of an idle copy's CPU goes into that. */
const LOOK_MS = 500
const COME_AGAIN_SECONDS = 1

/** Answers 503 while the event loop runs later than `mostDelayMs` milliseconds; routes in `spared` answer all the same. */
export function shedding(
  app: Pick<FastifyInstance, 'addHook'>,
  mostDelayMs: number,
  spared: readonly string[],
): void {
  let due = performance.now() + LOOK_MS
  let delayMs = 0
  const look = setInterval(() => {
    const now = performance.now()
    delayMs = now - due
    due = now + LOOK_MS
  }, LOOK_MS).unref()
  app.addHook('onRequest', (request, _reply, done) => {
    if (delayMs <= mostDelayMs || spared.includes(request.routeOptions.url ?? '')) return done()
    done(comeAgain(503, 'this copy has more work than it can do; send the request again', COME_AGAIN_SECONDS))
  })
  app.addHook('onClose', (_app, done) => {
    clearInterval(look)
    done()
  })
}
