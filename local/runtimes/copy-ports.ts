import { createServer } from 'node:net'
import { platform } from '../../model/platform.ts'

/** Below the range that systems give to outgoing connections, so that a copy's port is still free when it starts. */
const LAST = 30_000
const first = platform.firstCopyPort
const given = new Set<number>()

/** A port for a copy that nobody listens on; `release` it when the copy is gone. */
export async function copyPort(): Promise<number> {
  for (let tries = 0; tries < LAST - first; tries++) {
    const port = first + Math.floor(Math.random() * (LAST - first))
    if (given.has(port)) continue
    given.add(port)
    if (await isFree(port)) return port
    given.delete(port)
  }
  throw new Error(`no free port from ${first} to ${LAST}: end what listens there and start again`)
}
export const release = (port: number): void => void given.delete(port)

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen(port, platform.host, () => probe.close(() => done(true)))
  })
