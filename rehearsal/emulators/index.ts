import { join } from 'node:path'
import { ministack } from '../../local/engines/ministack.ts'
import { processes } from '../../local/processes.ts'
import type { Context } from '../../local/types.ts'
import type { System } from '../../model/kinds.ts'
import { platform } from '../../model/platform.ts'
import type { Emulator } from '../services.ts'
import { moto } from './moto.ts'

/** The emulators of one rehearsal: empty when they start, and with all that they hold gone when they stop. */
export interface Emulators {
  readonly urls: Readonly<Record<Emulator, string>>
  stop(): Promise<void>
}

/** Starts the emulators side by side; an error carries the last lines of the one that did not start. */
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
  const engines = {
    ministack: ministack(ctx, join(import.meta.dirname, 'ministack-server.py')),
    moto: moto(ctx),
  }
  const stop = async () => {
    await Promise.all(Object.values(engines).map((engine) => engine.stop()))
  }
  const started = await Promise.allSettled(Object.values(engines).map((engine) => engine.start()))
  const failed = started.find((it) => it.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  const urlOf = (id: Emulator) => {
    const { host, port } = engines[id].endpoint()
    return `http://${host}:${port}`
  }
  return { urls: { ministack: urlOf('ministack'), moto: urlOf('moto') }, stop }
}
