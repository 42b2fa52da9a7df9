import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { platform } from '../../model/platform.ts'
import type { Address, Toxic } from '../types.ts'
import { type Flow, flow } from './flow.ts'
import { isBlackhole, resets } from './toxics.ts'

/** A TCP forwarder on a free port of this machine. */
export interface Forwarder {
  readonly port: number
  /** Connections that are open now. */
  readonly open: () => number
  /** Resets every open connection. */
  readonly cut: () => void
  /** Puts other toxics in force, on open connections too. */
  readonly setToxics: (toxics: readonly Toxic[]) => void
  readonly close: () => Promise<void>
}

interface Connection {
  readonly flows: readonly Flow[]
  readonly reset: () => void
}

/** Where a connection goes, and who wants to know when it is over. */
export interface Destination extends Address {
  readonly closed?: () => void
}

/** Opens a forwarder; `target` is asked at each new connection, and where it throws the client is reset. */
export async function forwarder(target: () => Destination, port = 0): Promise<Forwarder> {
  const connections = new Set<Connection>()
  let toxics: readonly Toxic[] = []

  const accept = (client: Socket) => {
    if (toxics.some((toxic) => resets(toxic))) return client.resetAndDestroy()
    const destination = ask(target)
    if (!destination) return client.resetAndDestroy()
    const { host, port, closed } = destination
    const upstream = connect({ host, port, allowHalfOpen: true, noDelay: true })
    const connection = join(
      client,
      upstream,
      () => toxics,
      () => {
        connections.delete(connection)
        closed?.()
      },
    )
    connections.add(connection)
  }
  const server = createServer({ allowHalfOpen: true, noDelay: true }, accept)
  await listen(server, port)

  return {
    port: (server.address() as AddressInfo).port,
    open: () => connections.size,
    cut: () => {
      for (const connection of connections) connection.reset()
    },
    setToxics(next) {
      const added = next.filter((toxic) => !toxics.includes(toxic))
      toxics = next
      for (const connection of connections) {
        if (added.some((toxic) => resets(toxic))) connection.reset()
        else for (const it of connection.flows) it.changed()
      }
    },
    async close() {
      for (const connection of connections) connection.reset()
      await new Promise((done) => server.close(done))
    },
  }
}

function ask(target: () => Destination): Destination | null {
  try {
    return target()
  } catch {
    return null
  }
}

/** Joins both sockets; where one breaks, the other is reset. */
function join(
  client: Socket,
  upstream: Socket,
  toxics: () => readonly Toxic[],
  closed: () => void,
): Connection {
  const reset = () => {
    for (const socket of [client, upstream]) if (!socket.destroyed) socket.resetAndDestroy()
  }
  const end = () => {
    for (const it of flows) it.close()
    closed()
  }
  const flows = [flow(client, upstream, 'out', toxics, reset), flow(upstream, client, 'in', toxics, reset)]
  for (const socket of [client, upstream]) {
    socket.on('error', reset)
    // one side may close in good order while its last bytes are still held back for the other
    socket.once('close', () => client.destroyed && upstream.destroyed && end())
  }
  if (isBlackhole(toxics())) for (const it of flows) it.changed()
  return { flows, reset }
}

const listen = (server: Server, port: number) =>
  new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, platform.host, () => {
      // from now on only a connection that cannot be accepted: its client sees that
      server.off('error', fail).on('error', () => {})
      done()
    })
  })
