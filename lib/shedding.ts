import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { admission, type Limits, type Turn } from './admission.ts'
import { comeAgain, problem, sendProblem } from './errors.ts'
import type { Logger } from './log.ts'

const COME_AGAIN_SECONDS = 1
const SAY_MS = 1000
const TOO_MUCH = problem(
  503,
  'Service Unavailable',
  'this copy has more work than it can do; send the request again',
)

/** Answers 503 at once to what this copy could not answer in time; routes in `spared` answer all the same. */
export function shedding(
  app: Pick<FastifyInstance, 'addHook'>,
  limits: Limits,
  spared: readonly string[],
  log: Pick<Logger, 'warn'>,
): void {
  const gate = admission(limits)
  const shed = counted((requests) => log.warn({ requests, limit: gate.limit() }, 'shed what is too much'))
  const turns = new WeakMap<FastifyRequest, Turn>()
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    if (spared.includes(request.routeOptions.url ?? '')) return
    const turn = await gate.enter()
    if (turn) turns.set(request, turn)
    else shed()
    // answered here, as a line in the log for each would take what the shedding is to save
    if (!turn) return sendProblem(reply.header('retry-after', COME_AGAIN_SECONDS), TOO_MUCH)
    if (request.raw.destroyed) throw comeAgain(503, 'the client has left', COME_AGAIN_SECONDS)
  })
  // when the work is done, and not when a client leaves: what it began goes on, and takes its place until then
  app.addHook('onSend', async (request: FastifyRequest) => turns.get(request)?.leave())
}

/** Tells of many in one go, at most once a second. */
function counted(tell: (count: number) => void): () => void {
  let count = 0
  return () => {
    if (count++ > 0) return
    setTimeout(() => {
      tell(count)
      count = 0
    }, SAY_MS).unref()
  }
}
