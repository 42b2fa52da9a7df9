import type { Engine } from '../types.ts'
import type { EnginePort } from './ports.ts'
import type { Server } from './server.ts'
import { everySecond } from './ticker.ts'

/** An engine of one server behind one endpoint. */
export interface SingleSpec {
  readonly id: string
  readonly place: EnginePort
  readonly server: Server
  /** Rejects with the reason where it does not answer. */
  answers(): Promise<unknown>
  /** Publishes its metrics, once a second. */
  measure(): Promise<void>
  /** Makes what must be there before it counts as started. */
  opened?(): Promise<void>
  /** Gives back what measuring held open. */
  close?(): Promise<void>
}

export function singleEngine(it: SingleSpec): Engine {
  const ticker = everySecond(it.measure)
  return {
    id: it.id,
    async start() {
      await it.place.take()
      await it.server.start()
      await it.opened?.()
      ticker.start()
    },
    async stop() {
      await ticker.stop()
      await it.close?.()
      await it.server.stop()
    },
    health: () => reasonOf(it.answers()),
    endpoint: () => it.place.address(),
    processes: () => processOf(it.server),
  }
}

/** Null where the promise holds, else why it does not. */
export const reasonOf = (answer: Promise<unknown>): Promise<string | null> =>
  answer.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)) || 'does not answer',
  )

/** A server's process for the list of an engine's processes; empty while it is down. */
export function processOf(server: Server): { readonly name: string; readonly pid: number }[] {
  const pid = server.pid()
  return pid === null ? [] : [{ name: server.name, pid }]
}
