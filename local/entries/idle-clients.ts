import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** What ELB does with a connection on which no byte has moved for the idle timeout. */
export interface IdleClients {
  /** Notes the request that a connection has under way. */
  readonly begin: (response: ServerResponse) => void
}

/**
 * Ends connections that are idle: a client that sends no more of its request is told so by `refuse` (ELB's 408), one
 * that reads no more of its answer is cut off. A target that is slow is not the client's fault: that has a timeout of
 * its own. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 */
export function idleClients(
  server: Server,
  idleMs: number,
  refuse: (response: ServerResponse) => void,
): IdleClients {
  const open = new Map<Socket, ServerResponse>()
  const known = new WeakSet<Socket>()
  server.setTimeout(idleMs, (socket: Socket) => {
    // a first request whose headers do not arrive is told so by the server's own clock
    if (!known.has(socket)) return
    const response = open.get(socket)
    if (!response || response.headersSent) socket.destroy()
    else if (!response.req.complete) refuse(response)
  })
  return {
    begin(response) {
      const { socket } = response.req
      known.add(socket)
      open.set(socket, response)
      response.once('close', () => open.delete(socket))
    },
  }
}
