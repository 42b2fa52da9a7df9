import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processes } from '../../local/processes.ts'
import type { CloudEvent, Context } from '../../local/types.ts'
import { platform } from '../../model/platform.ts'
import { systemOf } from '../../model/systems/index.ts'

/** A context whose state is a folder of its own, and what was said and measured in it. */
export interface TestContext {
  readonly ctx: Context
  readonly said: CloudEvent[]
  /** Values by namespace, metric and dimensions, newest last. */
  values(namespace: string, name: string, dimensions: Record<string, string>): readonly number[]
  /** Deletes the state; engines are to be stopped before. */
  remove(): Promise<void>
}

export const testContext = (): TestContext => contextIn(mkdtempSync(join(tmpdir(), 'cafe-')))

/** A context over a state folder that is there. */
export function contextIn(state: string): TestContext {
  const said: CloudEvent[] = []
  const measured = new Map<string, number[]>()
  const key = (...words: unknown[]) => JSON.stringify(words)
  const ctx: Context = {
    system: systemOf('cloudcafe'),
    timeScale: platform.maxTimeScale,
    root: join(import.meta.dirname, '..', '..'),
    state,
    ports: platform.ports,
    processes: processes(state),
    metrics: {
      put(namespace, name, dimensions, value) {
        const at = key(namespace, name, dimensions)
        measured.set(at, [...(measured.get(at) ?? []), value])
      },
    },
    say: (event) => void said.push(event),
  }
  return {
    ctx,
    said,
    values: (namespace, name, dimensions) => measured.get(key(namespace, name, dimensions)) ?? [],
    remove: () => rm(state, { recursive: true, force: true }),
  }
}
