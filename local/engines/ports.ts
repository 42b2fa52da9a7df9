import { connect, createServer } from 'node:net'
import { platform } from '../../model/platform.ts'
import type { Address } from '../types.ts'

const { first, last } = platform.enginePorts
const given = new Set<number>()

/** A port of the engines' range that nobody listens on and that this process has not given out before. */
export async function enginePort(): Promise<number> {
  for (let tries = 0; tries < last - first; tries += 1) {
    const port = first + Math.floor(Math.random() * (last - first))
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
  throw new Error(`no free port from ${first} to ${last}: end what listens there and start again`)
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, platform.host, () => probe.close(() => resolve(true)))
  })

/** A server's place: its port is taken at the first start and kept for as long as this process lives. */
export interface EnginePort {
  take(): Promise<void>
  address(): Address
}

export function place(of: string): EnginePort {
  let port = 0
  return {
    async take() {
      port ||= await enginePort()
    },
    address() {
      if (port) return { host: platform.host, port }
      throw new Error(`${of} has no address before its first start`)
    },
  }
}

/** Rejects where nothing accepts connections. */
export const accepts = ({ host, port }: Address): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, host)
    socket.once('error', reject).once('connect', () => {
      socket.destroy()
      resolve()
    })
  })
