import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttp2, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { type AddressInfo, createServer as createTcp, type Socket } from 'node:net'
import { clientTimes } from '../../../lib/client-times.ts'
import { refuseBytes } from '../../../lib/errors.ts'
import { hasOneHost } from '../../../lib/origin-guard.ts'
import { platform } from '../../../model/platform.ts'
import type { AwsRequest, AwsResponse } from '../../types.ts'

type Incoming = IncomingMessage | Http2ServerRequest
type Outgoing = ServerResponse | Http2ServerResponse
/** First bytes of HTTP/2 with prior knowledge; the JavaScript client of Kinesis speaks it unless told otherwise. */
const HTTP2_PREFACE = Buffer.from('PRI * HTTP/2')
/** Larger than any call that the journal keeps; S3 takes 5 GB on AWS, which has no place in memory. */
const MOST_BYTES = 64 * 1024 * 1024
/** Seconds in which a client has to send its headers, and all of its request: 64 MiB at half a megabyte a second. */
const HEADERS_SECONDS = 20
const BODY_SECONDS = 120
/** A connection of HTTP/2 on which nothing moves; a receive that waits for messages ends within 20 s. */
const IDLE_MS = 350_000
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade'])

/**
 * One port that takes HTTP/1.1 and HTTP/2 without TLS and hands over whole requests; `missed` is told of answers whose
 * caller had gone.
 */
export function listener(
  answer: (request: AwsRequest) => Promise<AwsResponse>,
  missed: (request: AwsRequest, response: AwsResponse) => void = () => undefined,
) {
  const respond = async (incoming: Incoming, outgoing: Outgoing) => {
    const gone = new AbortController()
    const request = { ...(await whole(incoming)), gone: gone.signal }
    outgoing.once('close', () => gone.abort())
    const response = await answer(request)
    if (outgoing.destroyed) missed(request, response)
    else reply(incoming, outgoing, response)
  }
  const onRequest = (incoming: Incoming, outgoing: Outgoing) =>
    void respond(incoming, outgoing).catch((error: Error) =>
      reply(incoming, outgoing, error instanceof Unreadable ? error.answer : badRequest(error.message)),
    )
  const { requestTimeout, http: headers } = clientTimes(HEADERS_SECONDS, BODY_SECONDS)
  const http = createHttp({ keepAliveTimeout: 75_000, requestTimeout, ...headers }, onRequest)
  // it is handed its connections, and begins to watch their times when it believes that it listens
  http.emit('listening')
  http.on('clientError', refuseBytes)
  const http2 = createHttp2({ maxSessionMemory: 1000 }, onRequest)
  http2.setTimeout(IDLE_MS)
  const open = new Set<Socket>()
  const front = createTcp({ noDelay: true }, (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.setTimeout(HEADERS_SECONDS * 1000, () => socket.destroy())
    socket.once('readable', () => {
      socket.setTimeout(0).removeAllListeners('timeout')
      const head = socket.read() as Buffer | null
      if (!head) return
      socket.unshift(head)
      const server = head.subarray(0, HTTP2_PREFACE.length).equals(HTTP2_PREFACE) ? http2 : http
      server.emit('connection', socket)
    })
  })
  return {
    start: (port: number) =>
      new Promise<number>((resolve, reject) => {
        front.once('error', (error: NodeJS.ErrnoException) => reject(inUse(error, port)))
        front.listen(port, platform.host, () => resolve((front.address() as AddressInfo).port))
      }),
    stop: () =>
      new Promise<void>((resolve) => {
        front.close(() => resolve())
        http.close()
        for (const socket of open) socket.destroy()
      }),
  }
}

/** A request that cannot be taken, with its answer. */
class Unreadable extends Error {
  readonly answer: AwsResponse
  constructor(status: number, code: string, message: string) {
    super(message)
    this.answer = { status, body: JSON.stringify({ __type: code, message }) }
  }
}
const badRequest = (message: string): AwsResponse => ({ status: 400, body: JSON.stringify({ message }) })

const inUse = (error: NodeJS.ErrnoException, port: number) =>
  error.code === 'EADDRINUSE'
    ? new Error(
        `port ${port} of the AWS endpoint is in use: stop what listens there (ss -ltnp 'sport = :${port}')`,
      )
    : error

function whole(incoming: Incoming): Promise<AwsRequest> {
  return new Promise((resolve, reject) => {
    if (!hasOneHost(incoming.rawHeaders))
      return reject(new Unreadable(400, 'InvalidRequest', 'the request has more than one Host header'))
    const chunks: Buffer[] = []
    let size = 0
    const late = setTimeout(() => {
      reject(new Unreadable(408, 'RequestTimeout', `the body did not arrive within ${BODY_SECONDS} s`))
    }, BODY_SECONDS * 1000)
    incoming.once('close', () => clearTimeout(late))
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= MOST_BYTES) chunks.push(chunk)
    })
    incoming.on('error', reject)
    incoming.on('end', () => {
      if (size > MOST_BYTES)
        return reject(
          new Unreadable(
            413,
            'RequestEntityTooLarge',
            `the request has ${size} bytes; the local AWS endpoint takes ${MOST_BYTES}`,
          ),
        )
      const { method = 'GET', url = '/' } = incoming
      resolve({ method, url, headers: plainHeaders(incoming), body: Buffer.concat(chunks) })
    })
  })
}

function plainHeaders(incoming: Incoming): Record<string, string | undefined> {
  const { ':authority': authority, host = authority, ...others } = incoming.headers
  const named = Object.entries({ ...others, host }).filter(([name]) => !name.startsWith(':'))
  return Object.fromEntries(
    named.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
}

function reply(incoming: Incoming, outgoing: Outgoing, response: AwsResponse) {
  if (outgoing.destroyed) return
  const body = Buffer.isBuffer(response.body) ? response.body : Buffer.from(response.body)
  for (const [name, value] of Object.entries(response.headers ?? {})) {
    if (incoming.httpVersionMajor < 2 || !HOP_BY_HOP.has(name.toLowerCase())) outgoing.setHeader(name, value)
  }
  outgoing.statusCode = response.status
  if (incoming.method !== 'HEAD') outgoing.setHeader('content-length', body.length)
  outgoing.end(incoming.method === 'HEAD' ? undefined : (body as never))
}
