import Fastify from 'fastify'
import { platform } from '../model/platform.ts'
import type { Cloud } from './cloud.ts'
import type { events } from './events.ts'
import { statusOf } from './status.ts'

/** The supervisor's own port: the status as JSON, and the events as they happen. */
export function board(cloud: Cloud, feed: ReturnType<typeof events>) {
  const app = Fastify()
  // a page of another origin may not read or ask: only names of this machine are answered
  app.addHook('onRequest', async (request, reply) => {
    const host = request.headers.host?.split(':')[0]
    if (host !== platform.host && host !== 'localhost') await reply.code(403).send({ error: `not for ${host}` })
  })
  app.get('/status', () => statusOf(cloud))
  app.get('/events', (request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    const end = feed.subscribe((event) => reply.raw.write(`data: ${JSON.stringify(event)}\n\n`))
    request.raw.on('close', end)
  })
  return {
    start: () => app.listen({ host: platform.host, port: cloud.ctx.ports.board }),
    async stop() {
      app.server.closeAllConnections()
      await app.close()
    },
  }
}
