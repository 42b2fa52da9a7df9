import type { ServerResponse } from 'node:http'
import helmet from '@fastify/helmet'
import Fastify from 'fastify'
import { clientTimes } from '../lib/client-times.ts'
import { refuseBytes } from '../lib/errors.ts'
import { guardOrigin } from '../lib/origin-guard.ts'
import { platform } from '../model/platform.ts'
import { live } from './board/live.ts'
import { page } from './board/page.ts'
import type { Watched } from './board/watched.ts'
import type { Events } from './events.ts'
import { statusOf } from './status.ts'

/** Everything that the page loads is ours, and nothing may frame it. */
const POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
}
/** Bytes that wait for a watcher which reads no more, such as a laptop that sleeps; beyond it the connection ends. */
const MOST_WAITING = 4 * 2 ** 20

/** The supervisor's own port: the page that shows the system live, its status as JSON, and the events as they happen. */
export function board(cloud: Watched, feed: Events) {
  const app = Fastify({ ...clientTimes(10, 20), clientErrorHandler: refuseBytes })
  const files = page(cloud.ctx.root)
  const show = live(cloud, feed)
  app.register(helmet, { contentSecurityPolicy: POLICY, strictTransportSecurity: false })
  guardOrigin(app)
  app.get('/status', () => statusOf(cloud))
  app.get('/events', (_request, reply) => {
    reply.hijack()
    const send = stream(reply.raw)
    reply.raw.on(
      'close',
      feed.subscribe((event) => send(`data: ${JSON.stringify(event)}\n\n`)),
    )
  })
  app.get('/live', async (_request, reply) => {
    const { hash } = await files()
    reply.hijack()
    // whoever left while the page was made is no watcher
    if (!reply.raw.destroyed) reply.raw.on('close', show.watch(stream(reply.raw), hash))
  })
  for (const path of ['/', '/board.js', '/board.css', '/icon.svg'])
    app.get(path, async (_request, reply) => {
      const { type, text } = (await files()).files.get(path)!
      return reply.type(`${type}; charset=utf-8`).header('cache-control', 'no-cache').send(text)
    })
  return {
    start: () => app.listen({ host: platform.host, port: cloud.ctx.ports.board }),
    async stop() {
      app.server.closeAllConnections()
      await app.close()
    },
  }
}

/** Opens server-sent events. */
function stream(response: ServerResponse): (text: string) => void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  return (text) => {
    response.write(text)
    if (response.writableLength > MOST_WAITING) response.destroy()
  }
}
