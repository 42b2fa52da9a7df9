import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import replyFrom from '@fastify/reply-from'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { clientTimes } from '../../lib/client-times.ts'
import { problem, refuseBytes, sendProblem } from '../../lib/errors.ts'
import { guardOrigin } from '../../lib/origin-guard.ts'
import { platform } from '../../model/platform.ts'
import type { Copy } from '../types.ts'
import { clientBody } from './client-body.ts'
import type { EntryServer } from './entry.ts'
import { askFunction, type FunctionTarget } from './function-target.ts'
import { idleClients } from './idle-clients.ts'
import type { TargetGroup } from './target-group.ts'
import type { Traffic } from './traffic.ts'

/** Milliseconds in which a target has to take a connection. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html */
const CONNECT_MS = 10_000
/** Shorter than the 72 s after which fastify closes an idle connection, or requests would run into the closing. */
const KEEP_ALIVE_MS = 60_000

/** Idle timeouts that a request may take to arrive, however its bytes drip: ELB has no such end, and its targets do. */
const LONGEST_UPLOADS = 5

/** Where a request goes: copies, with the path that they see, query included, or a function. */
export type Way = CopyWay | { readonly group: FunctionTarget }
interface CopyWay {
  readonly group: TargetGroup
  readonly path: string
}

/** A target group, as metrics know it. */
type Group = Pick<TargetGroup, 'name'>

/** What a proxy tells about each request. */
export interface Observer {
  /** A target was chosen. */
  readonly routed: (group: Group) => void
  readonly answered: (group: Group, status: number, seconds: number) => void
  /** The proxy itself answered with an error; `connecting` where the target took no connection. */
  readonly failed: (group: Group | null, status: number, connecting: boolean) => void
}

export interface Hop {
  /** Null where no rule matches: the default action, 404. */
  readonly route: (url: string) => Way | null
  readonly idleTimeoutSeconds: number
  readonly traffic: Traffic
  readonly observe: Observer
}

/**
 * An HTTP load balancer over copies. What a client sends wrong and no target sees is refused with problem details; an
 * answer that a target does not give is an error page as ELB's.
 */
export function httpProxy(hop: Hop): FastifyInstance {
  const timeout = hop.idleTimeoutSeconds * 1000
  const app = Fastify({
    keepAliveTimeout: KEEP_ALIVE_MS,
    ...clientTimes(hop.idleTimeoutSeconds, LONGEST_UPLOADS * hop.idleTimeoutSeconds),
    clientErrorHandler: refuseBytes,
    // the targets' paths are not for this router to read
    rewriteUrl: () => '/',
  })
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
  app.setErrorHandler<{ statusCode?: number }>((error, { method, originalUrl }, reply) =>
    error.statusCode === 400 || error instanceof URIError
      ? sendProblem(reply, problem(400, 'Bad Request', `no path to pass on: ${method} ${originalUrl}`))
      : page(reply, 500),
  )
  guardOrigin(app)
  const idle = idleClients(app.server, timeout, (response) => {
    hop.observe.failed(null, 408, false)
    tellLate(response)
  })
  // in the first hook after it: methods, types and bodies pass as they come, before fastify reads them
  app.addHook('onRequest', (request, reply, _passOn) => {
    const { originalUrl } = request
    idle.begin(reply.raw)
    const way = hop.route(originalUrl)
    if (!way)
      return sendProblem(
        reply,
        problem(404, 'Not Found', `no rule leads on from ${originalUrl.split('?')[0]}`),
      )
    if (!('path' in way)) return void invoke(hop, way.group, request, reply)
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

/** Answers with what a function says to the request. */
async function invoke(
  { observe, idleTimeoutSeconds }: Hop,
  target: FunctionTarget,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const since = performance.now()
  observe.routed(target)
  const headers = passedOn({ ...request.raw.headersDistinct, ...added(request) })
  const answer = await askFunction(target, request, headers, idleTimeoutSeconds)
  if ('failed' in answer) {
    observe.failed(target, answer.failed, false)
    return page(reply, answer.failed)
  }
  observe.answered(target, answer.status, (performance.now() - since) / 1000)
  return reply.code(answer.status).headers(passedOn(answer.headers)).send(answer.body)
}

function forward(
  hop: Hop,
  { group, path }: CopyWay,
  target: Copy,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const since = performance.now()
  const { observe, traffic } = hop
  observe.routed(group)
  traffic.begin(target.id)
  reply.raw.once('close', () => traffic.end(target.id))
  if (hasBody(request)) request.body = clientBody(request.raw)
  return reply.from(`http://${platform.host}:${target.port}${path}`, {
    rewriteRequestHeaders: (_, headers) => ({ ...passedOn(headers), ...added(request) }),
    rewriteHeaders: passedOn,
    onResponse: (_request, _reply, response) => {
      observe.answered(group, reply.statusCode, (performance.now() - since) / 1000)
      // the client's body is read to its end, whatever of it the target took: the connection stays good
      reply.removeHeader('connection')
      // its types call the answer a request, which has no stream
      reply.send((response as unknown as { stream: NodeJS.ReadableStream }).stream)
    },
    onError: (_reply, { error }) => {
      const { status, connecting } = failureOf(error)
      if (reply.raw.headersSent) return
      observe.failed(group, status, connecting)
      page(reply, status)
    },
  })
}

const PER_HOP = new Set(['connection', 'keep-alive', 'te', 'upgrade', 'expect'])
/** Without the headers that belong to one connection alone. https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const passedOn = <T extends object>(headers: T): T =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !PER_HOP.has(name))) as T

/** The proxy passes no body of GET and HEAD on. */
const hasBody = ({ method, headers }: FastifyRequest): boolean =>
  method !== 'GET' &&
  method !== 'HEAD' &&
  (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0)

/** Headers that a load balancer adds, and the client's own host. */
function added(request: FastifyRequest): Record<string, string | undefined> {
  const { headers, ip } = request
  const before = headers['x-forwarded-for']
  const trace = headers['x-amzn-trace-id']
  return {
    host: headers.host,
    'x-forwarded-for': before ? `${before}, ${ip}` : ip,
    'x-forwarded-proto': 'http',
    'x-amzn-trace-id': trace ? String(trace) : traceId(),
    // a length without its body would be wrong
    ...(hasBody(request) ? {} : { 'content-length': undefined }),
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

const SERVER = 'awselb/2.0'
const TITLES: Readonly<Record<number, string>> = {
  408: 'Request Time-out',
  413: 'Request Entity Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
}
function htmlOf(status: number): string {
  const title = `${status} ${TITLES[status] ?? 'Error'}`
  return `<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>\n`
}
const page = (reply: FastifyReply, status: number) =>
  reply.code(status).header('server', SERVER).type('text/html').send(htmlOf(status))

/** Answers a request that does not go on arriving, and ends its connection. */
function tellLate(response: ServerResponse): void {
  const headers = { server: SERVER, 'content-type': 'text/html', connection: 'close' }
  response.writeHead(408, headers).end(htmlOf(408))
}
