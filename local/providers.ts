import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bundles } from '../bundles/bundles.ts'
import { platform } from '../model/platform.ts'
import { enginePort } from './engines/ports.ts'
import type { Running } from './processes.ts'
import { watchServer } from './server-watch.ts'
import { httpGreeting } from './speaks.ts'
import type { Address, Context } from './types.ts'

/** The simulated outside world: one process per provider, with a ledger on disk. */
export interface Providers {
  start(): Promise<void>
  stop(): Promise<void>
  address(id: string): Address
  ids(): readonly string[]
}

const RESTART_MS = 200
const READY_WITHIN_MS = 20_000
const ANSWER_MS = 2_000

/** Providers of a system; one that ends or hangs is started again on the same port, as somebody else keeps it running. */
export function providers(ctx: Context, bundles: Bundles): Providers {
  const ids = Object.entries(ctx.system.workloads)
    .filter(([, workload]) => workload.kind === 'provider')
    .map(([id]) => id)
  const ports = new Map<string, number>()
  const running = new Map<string, Running>()
  let stopping = false

  async function launch(id: string): Promise<void> {
    const folder = join(ctx.state, id)
    mkdirSync(folder, { recursive: true })
    const env = {
      PATH: process.env.PATH ?? '',
      PORT: String(ports.get(id)),
      CAFE_SYSTEM: ctx.system.id,
      CAFE_WORKLOAD: id,
      [`${id.toUpperCase()}_LEDGER`]: join(folder, 'ledger.ndjson'),
      [`${id.toUpperCase()}_API_KEY`]: platform.apiKey,
      NODE_COMPILE_CACHE: join(ctx.root, '.cafe', 'compile-cache'),
    }
    const child = ctx.processes.start({
      name: id,
      command: process.execPath,
      args: [await bundles.of(id)],
      env,
    })
    running.set(id, child)
    void child.exited.then(() => again(id))
    await ready(id, child)
    const at = { host: platform.host, port: ports.get(id)! }
    watchServer(ctx, {
      part: id,
      running: child,
      greeted: () => ({ at, greeting: httpGreeting(at, '/health') }),
    })
  }

  async function again(id: string): Promise<void> {
    if (stopping) return
    ctx.say({ part: id, what: 'ended; started again' })
    await sleep(RESTART_MS)
    if (!stopping) await launch(id).catch((error: Error) => ctx.say({ part: id, what: error.message }))
  }

  async function ready(id: string, child: Running): Promise<void> {
    const until = Date.now() + READY_WITHIN_MS
    while (child.alive() && Date.now() < until) {
      const url = `http://${platform.host}:${ports.get(id)}/health`
      const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => null)
      if (answer?.ok) return
      await sleep(50)
    }
    await child.stop('SIGKILL')
    throw new Error(`provider ${id} does not answer; its log: ${ctx.processes.logOf(id)}`)
  }

  return {
    async start() {
      for (const id of ids) ports.set(id, await enginePort())
      await Promise.all(ids.map(launch))
    },
    async stop() {
      stopping = true
      await Promise.all([...running.values()].map((it) => it.stop()))
    },
    address(id) {
      const port = ports.get(id)
      if (!port) throw new Error(`provider '${id}' is not up`)
      return { host: platform.host, port }
    },
    ids: () => ids,
  }
}
