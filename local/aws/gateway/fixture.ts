import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { systemOf } from '../../../model/systems/index.ts'
import { ministack } from '../../engines/ministack.ts'
import { processes } from '../../processes.ts'
import type { CloudEvent, Context, EmulatorEngine } from '../../types.ts'
import { type AwsGateway, awsGateway } from './gateway.ts'

/** A metric that was put while a test ran. */
export interface Put {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Record<string, string>
  readonly value: number
}

/** A context with a state folder of its own (or one that is there), free ports, and what was said and measured in it. */
export function testContext(state = mkdtempSync(join(tmpdir(), 'cafe-aws-'))) {
  const puts: Put[] = []
  const said: CloudEvent[] = []
  const ctx: Context = {
    system: systemOf('cloudcafe'),
    timeScale: 10,
    root: resolve(import.meta.dirname, '../../..'),
    state,
    ports: { aws: 0, alb: 0, nlb: 0, cloudfront: 0, board: 0 },
    processes: processes(state),
    metrics: {
      put: (namespace, name, dimensions, value) => void puts.push({ namespace, name, dimensions, value }),
    },
    say: (event) => void said.push(event),
  }
  return { ctx, puts, said, remove: () => rmSync(state, { recursive: true, force: true }) }
}

type Place = ReturnType<typeof testContext>
export interface TestGateway extends Place {
  readonly engine: EmulatorEngine
  readonly gateway: AwsGateway
  readonly config: { readonly endpoint: string; readonly region: string; readonly credentials: Credentials }
  readonly stop: () => Promise<void>
  readonly again: () => Promise<TestGateway>
}
interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** A gateway in front of a real MiniStack; `again` starts anew on what is on disk. */
export async function testGateway(place = testContext()): Promise<TestGateway> {
  const engine = ministack(place.ctx)
  await engine.start()
  const gateway = await awsGateway(place.ctx, { ministack: engine, services: [] })
  await gateway.start()
  const config = {
    endpoint: `http://127.0.0.1:${gateway.port()}`,
    region: place.ctx.system.region,
    credentials: { accessKeyId: 'order', secretAccessKey: 'test' },
  }
  const stop = async () => {
    await gateway.stop()
    await engine.stop()
  }
  return { ...place, engine, gateway, config, stop, again: () => stop().then(() => testGateway(place)) }
}
