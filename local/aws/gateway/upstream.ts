import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { SECRET_HEADER } from '../../engines/emulated.ts'
import type { AwsRequest, AwsResponse, EmulatorEngine } from '../../types.ts'

/** MiniStack could not be asked, or died while it was: whether the call had its effect is not known. */
export class Unreachable extends Error {}

/** Less than MiniStack keeps a connection that nobody uses: a call on one that it closes has no known outcome. */
const IDLE_MS = 60_000

/** Requests to MiniStack over kept connections; a connection that breaks is an `Unreachable`. */
export function upstream({ endpoint, secret }: Pick<EmulatorEngine, 'endpoint' | 'secret'>) {
  const agent = new Agent({ keepAlive: true, maxSockets: 256, scheduling: 'lifo', timeout: IDLE_MS })

  /**
   * `until` ends the call where it has no effect yet: MiniStack notices for a long poll. Only our half of the connection
   * is closed, so that what it has answered already is read, and not lost with its messages.
   */
  function send(call: AwsRequest, until?: AbortSignal): Promise<AwsResponse> {
    return new Promise((resolve, reject) => {
      const broken = (error: Error) => reject(new Unreachable(`MiniStack does not answer: ${error.message}`))
      if (until?.aborted) return broken(new Error('nobody waits for the answer any more'))
      const { 'transfer-encoding': _, connection: __, expect: ___, ...headers } = call.headers
      const outgoing = httpRequest({
        ...endpoint(),
        agent,
        method: call.method,
        path: call.url,
        headers: { ...headers, [SECRET_HEADER]: secret, 'content-length': call.body.length },
      })
      const end = () => (outgoing.socket ? outgoing.socket.end() : outgoing.destroy())
      until?.addEventListener('abort', end, { once: true })
      outgoing.once('close', () => until?.removeEventListener('abort', end))
      outgoing.on('error', broken)
      outgoing.on('response', (incoming) => collect(incoming).then(resolve, broken))
      outgoing.end(call.body)
    })
  }
  return { send, close: () => agent.destroy() }
}
/** One call to MiniStack. */
export type Send = ReturnType<typeof upstream>['send']

function collect(incoming: IncomingMessage): Promise<AwsResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('aborted', () => reject(new Error('connection lost')))
    incoming.on('error', reject)
    incoming.on('end', () => {
      const { connection: _, 'transfer-encoding': __, 'keep-alive': ___, ...headers } = incoming.headers
      // MiniStack lets every page in, and the endpoint none
      const own = Object.entries(headers).filter(([name]) => !name.startsWith('access-control-'))
      const plain = own.map(([name, value]) => [name, String(value)])
      resolve({
        status: incoming.statusCode ?? 502,
        headers: Object.fromEntries(plain),
        body: Buffer.concat(chunks),
      })
    })
  })
}
