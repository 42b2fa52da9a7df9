import { connect } from 'node:net'
import type { Address } from './types.ts'

/**
 * Whether a server says anything within that time when it is greeted. A refusal is an answer, too: only a server that
 * hangs takes the connection and stays silent.
 */
export const speaks = (address: Address, greeting: Buffer, withinMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(address.port, address.host)
    const end = (spoke: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(spoke)
    }
    const timer = setTimeout(() => end(false), withinMs)
    socket.once('connect', () => socket.write(greeting))
    for (const sign of ['data', 'close', 'error']) socket.once(sign, () => end(true))
  })

/** The greeting of a server that speaks HTTP. */
export const httpGreeting = ({ host, port }: Address, path: string): Buffer =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n\r\n`)
