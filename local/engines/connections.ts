import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Address } from '../types.ts'

const TRY_EVERY_MS = 20

/**
 * Takes connections until the server refuses one, and goes on trying, so that none that gets free is left for others.
 * Resolves at the first refusal; the function given back lets go of all of them.
 */
export async function holdConnections(at: Address): Promise<() => void> {
  const held = new Set<Socket>()
  const refused = Promise.withResolvers<void>()
  let holding = true
  async function hold() {
    while (holding) {
      const socket = await opened(at, held)
      // a server that has no room accepts and hangs up at once
      if (socket && (await stays(socket))) continue
      refused.resolve()
      await sleep(TRY_EVERY_MS)
    }
  }
  void hold()
  await refused.promise
  return () => {
    holding = false
    for (const socket of held) socket.destroy()
  }
}

const opened = (at: Address, held: Set<Socket>): Promise<Socket | null> =>
  new Promise((resolve) => {
    const socket = connect(at.port, at.host)
    socket.once('connect', () => resolve(socket)).on('error', () => resolve(null))
    socket.once('close', () => held.delete(socket))
    socket.resume()
    held.add(socket)
  })

async function stays(socket: Socket): Promise<boolean> {
  await sleep(TRY_EVERY_MS)
  return !socket.closed && !socket.readableEnded
}
