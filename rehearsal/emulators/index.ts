import { join } from 'node:path'
import { ministack } from '../../local/engines/ministack.ts'
import { processes } from '../../local/processes.ts'
import type { Context } from '../../local/types.ts'
import type { System } from '../../model/kinds.ts'
import { platform } from '../../model/platform.ts'
import type { Urls } from '../services.ts'
import { moto, urlOf } from './moto.ts'

/** The emulators of one rehearsal: empty when they start, and with all that they hold gone when they stop. */
export interface Emulators {
  readonly urls: Urls
  stop(): Promise<void>
}

/** MiniStack with all of its services, as an account of AWS has them; the local AWS endpoint has a smaller one. */
export const accountEmulator = (ctx: Context) =>
  ministack(ctx, join(import.meta.dirname, 'ministack/server.py'))

/** Starts the emulators; an error carries the last lines of the one that did not start. */
export async function startEmulators(
  system: System,
  root: string,
  state: string,
  say: Context['say'],
): Promise<Emulators> {
  const ctx: Context = {
    ...{ system, root, state, say },
    timeScale: 1,
    ports: platform.ports,
    processes: processes(state),
    metrics: { put: () => undefined },
  }
  const base = accountEmulator(ctx)
  const engines = { ministack: base, moto: moto(ctx, () => base.endpoint()) }
  const stop = async () => {
    await Promise.all(Object.values(engines).map((engine) => engine.stop()))
  }
  try {
    for (const engine of Object.values(engines)) await engine.start()
  } catch (error) {
    await stop()
    throw error
  }
  const urls = { ministack: urlOf(base.endpoint()), moto: urlOf(engines.moto.endpoint()) }
  return { urls, stop }
}
