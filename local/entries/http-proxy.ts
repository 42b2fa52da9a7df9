import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import replyFrom from '@fastify/reply-from'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { platform } from '../../model/platform.ts'
import type { Copy } from '../types.ts'
import type { EntryServer } from './entry.ts'
import type { TargetGroup } from './target-group.ts'
import type { Traffic } from './traffic.ts'

/** Milliseconds in which a target has to take a connection. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html */
const CONNECT_MS = 10_000
/** Shorter than the 72 s after which fastify closes an idle connection, or requests would run into the closing. */
const KEEP_ALIVE_MS = 60_000

/** Where a request goes: the path that the target sees, query included. */
export interface Way {
  readonly group: TargetGroup
  readonly path: string
}

/** What a proxy tells about each request. */
export interface Observer {
  /** A target was chosen. */
  readonly routed: (group: TargetGroup) => void
  readonly answered: (group: TargetGroup, status: number, seconds: number) => void
  /** The proxy itself answered with an error; `connecting` where the target took no connection. */
  readonly failed: (group: TargetGroup | null, status: number, connecting: boolean) => void
}

export interface Hop {
  /** Null where no rule matches: the default action, 404. */
  readonly route: (url: string) => Way | null
  readonly idleTimeoutSeconds: number
  readonly traffic: Traffic
  readonly observe: Observer
}

/** An HTTP load balancer over copies; an answer that a target does not give is an error page as ELB's. */
export function httpProxy(hop: Hop): FastifyInstance {
  const timeout = hop.idleTimeoutSeconds * 1000
  const app = Fastify({ bodyLimit: Number.MAX_SAFE_INTEGER, keepAliveTimeout: KEEP_ALIVE_MS })
  // bodies go through as they come
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  app.register(replyFrom, {
    undici: {
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: timeout,
      bodyTimeout: timeout,
      connect: { timeout: CONNECT_MS },
    },
    destroyAgent: true,
    disableCache: true,
    disableRequestLogging: true,
  })
  app.setErrorHandler<{ statusCode?: number }>((error, _request, reply) =>
    page(reply, error.statusCode ?? 500),
  )
  app.all('/*', (request, reply) => {
    const way = hop.route(request.url)
    if (!way) return reply.code(404).type('text/plain').send('Not Found')
    const target = way.group.choose()
    if (target) return forward(hop, way, target, request, reply)
    hop.observe.failed(way.group, 503, false)
    return page(reply, 503)
  })
  return app
}

/** An app as an entry that publishes its metrics once a second. */
export function listening(app: FastifyInstance, port: () => number, publish: () => void): EntryServer {
  let publishing: NodeJS.Timeout
  return {
    async start() {
      await app.listen({ host: platform.host, port: port() })
      publishing = setInterval(publish, 1000)
    },
    async stop() {
      clearInterval(publishing)
      app.server.closeAllConnections()
      await app.close()
    },
    port: () => (app.server.address() as AddressInfo | null)?.port ?? 0,
  }
}

function forward(hop: Hop, { group, path }: Way, target: Copy, request: FastifyRequest, reply: FastifyReply) {
  const since = performance.now()
  const { observe, traffic } = hop
  observe.routed(group)
  traffic.begin(target.id)
  reply.raw.once('close', () => traffic.end(target.id))
  return reply.from(`http://${platform.host}:${target.port}${path}`, {
    rewriteRequestHeaders: (_, headers) => ({ ...headers, ...added(request) }),
    onResponse: (_request, _reply, response) => {
      observe.answered(group, reply.statusCode, (performance.now() - since) / 1000)
      // its types call the answer a request, which has no stream
      reply.send((response as unknown as { stream: NodeJS.ReadableStream }).stream)
    },
    onError: (_reply, { error }) => {
      const { status, connecting } = failureOf(error)
      observe.failed(group, status, connecting)
      page(reply, status)
    },
  })
}

/** Headers that a load balancer adds, and the client's own host. */
function added({ headers, ip, method }: FastifyRequest): Record<string, string | undefined> {
  const before = headers['x-forwarded-for']
  const trace = headers['x-amzn-trace-id']
  return {
    host: headers.host,
    'x-forwarded-for': before ? `${before}, ${ip}` : ip,
    'x-forwarded-proto': 'http',
    'x-amzn-trace-id': trace ? String(trace) : traceId(),
    // the proxy passes no body of these on, so their length would be wrong
    ...(method === 'GET' || method === 'HEAD' ? { 'content-length': undefined } : {}),
  }
}

/** `Root=1-<seconds>-<96 random bits>`, hexadecimal. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html */
function traceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  return `Root=1-${seconds}-${randomUUID().replaceAll('-', '').slice(0, 24)}`
}

const TIMEOUTS = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT']
const NOT_CONNECTED = ['UND_ERR_CONNECT_TIMEOUT', 'ECONNREFUSED']

/** ELB does not send a request to a second target: no answer in time is a 504, a broken or refused connection a 502. */
function failureOf(error: Error) {
  const { code = '' } = (error.cause ?? error) as { code?: string }
  return { status: TIMEOUTS.includes(code) ? 504 : 502, connecting: NOT_CONNECTED.includes(code) }
}

const TITLES: Readonly<Record<number, string>> = {
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
}
function page(reply: FastifyReply, status: number) {
  const title = `${status} ${TITLES[status] ?? 'Bad Request'}`
  const html = `<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>\n`
  return reply.code(status).header('server', 'awselb/2.0').type('text/html').send(html)
}
