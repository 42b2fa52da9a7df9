import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { System } from '../../../model/kinds.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { processes } from '../../processes.ts'
import type { CloudEvent, Context } from '../../types.ts'

/** A metric as a test saw it put. */
export interface Seen {
  readonly name: string
  readonly value: number
  readonly dimensions: Record<string, string>
}

/** A context of its own for a test: a temporary state folder, free ports, metrics and events kept for asserting. */
export function testContext(system: System = cloudcafe, timeScale = 10) {
  const state = mkdtempSync(join(tmpdir(), 'cafe-lambda-'))
  const metrics: Seen[] = []
  const events: CloudEvent[] = []
  const ctx: Context = {
    system,
    timeScale,
    root: join(import.meta.dirname, '../../..'),
    state,
    ports: { aws: 0, alb: 0, nlb: 0, cloudfront: 0, board: 0 },
    processes: processes(state),
    metrics: {
      put: (_namespace, name, dimensions, value) => void metrics.push({ name, value, dimensions }),
    },
    say: (event) => void events.push(event),
  }
  const bundle = (name: string, source: string): string => {
    const path = join(state, `${name}.mjs`)
    writeFileSync(path, source)
    return path
  }
  const sum = (name: string) =>
    metrics.filter((metric) => metric.name === name).reduce((total, metric) => total + metric.value, 0)
  return { ctx, metrics, events, bundle, sum, remove: () => rmSync(state, { recursive: true, force: true }) }
}
