import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { clientTimes } from '../../../lib/client-times.ts'
import { guardOrigin } from '../../../lib/origin-guard.ts'
import { platform } from '../../../model/platform.ts'
import type { Invocation } from './types.ts'

/** What an execution environment gives and takes through its Runtime API. */
export interface RuntimePeer {
  readonly functionArn: string
  /** Resolves with the next invocation, whenever there is one. */
  next(): Promise<Invocation & { readonly deadlineMs: number }>
  /** False where that invocation is not under way. */
  answer(requestId: string, payload: string, failed: boolean): boolean
  initFailed(payload: string): void
}

const BASE = '/2018-06-01/runtime'
const MOST_BYTES = 6 * 1024 * 1024 + 4096
/** An environment is on this machine, and has its answer whole when it begins to send it. */
const { requestTimeout, http } = clientTimes(10, 60)
const TIMES = { requestTimeout, ...http }

/**
 * The Lambda Runtime API, one address for each environment, as AWS_LAMBDA_RUNTIME_API is given to it.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function runtimeApi() {
  const peers = new Map<number, RuntimePeer>()
  const peerOf = (request: FastifyRequest) => peers.get(request.raw.socket.localPort!)!
  const app = Fastify({ bodyLimit: MOST_BYTES, forceCloseConnections: true })
  guardOrigin(app)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))

  app.get(`${BASE}/invocation/next`, async (request, reply) => {
    const peer = peerOf(request)
    const invocation = await peer.next()
    return reply
      .headers({
        'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
        'Lambda-Runtime-Deadline-Ms': String(invocation.deadlineMs),
        'Lambda-Runtime-Invoked-Function-Arn': peer.functionArn,
        'Lambda-Runtime-Trace-Id': invocation.traceId,
      })
      .type('application/json')
      .send(invocation.payload)
  })
  app.post<OfRequest>(`${BASE}/invocation/:id/response`, async (request, reply) =>
    taken(reply, peerOf(request).answer(request.params.id, textOf(request), false), request.params.id),
  )
  app.post<OfRequest>(`${BASE}/invocation/:id/error`, async (request, reply) =>
    taken(reply, peerOf(request).answer(request.params.id, textOf(request), true), request.params.id),
  )
  app.post(`${BASE}/init/error`, async (request, reply) => {
    peerOf(request).initFailed(textOf(request))
    return taken(reply, true, '')
  })
  await app.ready()

  /** Opens an address for one environment. */
  async function open(peer: RuntimePeer): Promise<{ readonly address: string; close(): void }> {
    const server = createServer(TIMES, (request, response) => app.routing(request, response))
    const port = await listening(server)
    peers.set(port, peer)
    const close = () => {
      peers.delete(port)
      server.close()
      server.closeAllConnections()
    }
    return { address: `${platform.host}:${port}`, close }
  }
  return { open, close: () => app.close() }
}
export type RuntimeApi = Awaited<ReturnType<typeof runtimeApi>>

interface OfRequest {
  Params: { id: string }
}

const textOf = (request: FastifyRequest) => (typeof request.body === 'string' ? request.body : '')

function taken(reply: FastifyReply, known: boolean, id: string) {
  if (known) return reply.code(202).send({ status: 'OK' })
  const errorMessage = `no invocation ${id} is under way in this environment`
  return reply.code(400).send({ errorType: 'InvalidRequestID', errorMessage })
}

const listening = (server: Server) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, platform.host, () => resolve((server.address() as AddressInfo).port))
  })
