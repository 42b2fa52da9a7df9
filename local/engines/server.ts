import { setTimeout as sleep } from 'node:timers/promises'
import type { Running } from '../processes.ts'
import { watchServer } from '../server-watch.ts'
import type { Context } from '../types.ts'
import { type ServerSpec, untilItAnswers } from './server-start.ts'

export type ServerState = 'stopped' | 'starting' | 'available' | 'failed'

/** A process that is kept alive, as AWS keeps a managed engine: one that ends or hangs is replaced. */
export interface Server {
  readonly name: string
  /** Resolves when it answers; an error carries the log's last lines. Safe to call again. */
  start(): Promise<void>
  /** Starts it again and again, with pauses that grow, until it answers or is stopped. */
  revive(): Promise<void>
  stop(): Promise<void>
  /** SIGKILL; what follows is what follows any death. */
  kill(): Promise<void>
  /** Sends a signal where it runs. */
  signal(signal: NodeJS.Signals): void
  pid(): number | null
  state(): ServerState
}

const STOP_MS = 10_000
const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 5_000

export function server(ctx: Context, spec: ServerSpec): Server {
  let running: Running | null = null
  let state: ServerState = 'stopped'
  let wanted = false
  let starting: Promise<void> | null = null

  async function launch() {
    state = 'starting'
    const command = await spec.launch()
    if (!wanted) throw new Error(`${spec.name} was stopped while it started`)
    const child = ctx.processes.start({ ...command, name: spec.name })
    running = child
    child.exited
      .then((how) => ended(child, how))
      .catch((error) =>
        ctx.say({ part: spec.part, what: 'death not handled', detail: { error: String(error) } }),
      )
    watchServer(ctx, { part: spec.part, running: child, greeted: spec.greeted })
    await untilItAnswers(ctx, spec, child)
    state = 'available'
  }

  function ended(child: Running, how: object) {
    running = null
    const served = state === 'available'
    state = wanted ? 'failed' : 'stopped'
    if (!served || !wanted) return
    ctx.say({ part: spec.part, what: 'died', detail: { process: spec.name, pid: child.pid, ...how } })
    if (spec.died) spec.died()
    else void revive()
  }

  async function revive() {
    for (let pause = FIRST_PAUSE_MS; wanted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const error = await start().then(() => null, String)
      if (!wanted) return
      if (error === null)
        return ctx.say({ part: spec.part, what: 'restarted', detail: { process: spec.name } })
      ctx.say({ part: spec.part, what: 'not restarted', detail: { process: spec.name, error } })
      await sleep(pause)
    }
  }

  function start(): Promise<void> {
    wanted = true
    if (state === 'available') return Promise.resolve()
    starting ??= launch().finally(() => {
      if (state !== 'available') state = wanted ? 'failed' : 'stopped'
      starting = null
    })
    return starting
  }

  async function stop() {
    wanted = false
    await running?.stop(spec.stopSignal, STOP_MS)
    await starting?.catch(() => undefined)
    state = 'stopped'
  }

  function signal(signal: NodeJS.Signals) {
    try {
      if (running) process.kill(running.pid, signal)
    } catch {
      // it has ended, and that is dealt with when it is noticed
    }
  }
  return {
    ...{ name: spec.name, start, revive, stop, signal },
    kill: async () => running?.stop('SIGKILL'),
    pid: () => running?.pid ?? null,
    state: () => state,
  }
}
