import { join } from 'node:path'
import { execa } from 'execa'
import { Redis } from 'ioredis'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { resourceUrl } from '../../model/resource-url.ts'
import { contextIn, testContext } from '../../test/contract/context.ts'
import { until } from '../../test/contract/engine.case.ts'
import type { Address } from '../types.ts'
import { engines } from './index.ts'

interface Orphan {
  readonly endpoint: Address
  readonly processes: readonly { readonly name: string; readonly pid: number }[]
}
/** Runs an engine in another process, and kills that process but not the engine. */
async function orphan(resource: string, state: string): Promise<Orphan> {
  const script = join(import.meta.dirname, '..', '..', 'test', 'contract', 'orphan.ts')
  const parent = execa(process.execPath, [script, resource, state], {
    reject: false,
    buffer: false,
    cleanup: true,
  })
  for await (const line of parent) {
    parent.kill('SIGKILL')
    await parent
    return JSON.parse(line) as Orphan
  }
  throw new Error(`${resource} did not start`)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const writeTo: Record<string, (url: string) => Promise<void>> = {
  async aurora(url) {
    const client = new pg.Client(url)
    await client.connect()
    await client.query('create table kept (n int)')
    await client.query('insert into kept values (7)')
    await client.end()
  },
  async memorydb(url) {
    const redis = new Redis(url)
    await redis.set('kept', '7')
    await redis.quit()
  },
}
const readFrom: Record<string, (url: string) => Promise<unknown>> = {
  async aurora(url) {
    const client = new pg.Client(url)
    await client.connect()
    const { rows } = await client.query('select n from kept')
    await client.end()
    return rows[0]?.n
  },
  async memorydb(url) {
    const redis = new Redis(url)
    const kept = await redis.get('kept')
    await redis.quit()
    return Number(kept)
  },
}

describe.skipIf(process.platform !== 'linux').each(['aurora', 'memorydb'])(
  '%s after its supervisor was killed',
  (id) => {
    it('ends what was left running, and has what that had acknowledged', async () => {
      const { ctx, remove } = testContext()
      const model = ctx.system.resources[id]!
      const left = await orphan(id, ctx.state)
      expect(left.processes.every(({ pid }) => isAlive(pid))).toBe(true)
      await writeTo[id]!(resourceUrl(model, left.endpoint))
      const engine = engines(contextIn(ctx.state).ctx).of(id)
      onTestFinished(() => engine.stop().then(remove))
      await engine.start()
      await until(() => left.processes.every(({ pid }) => !isAlive(pid)))
      expect(await readFrom[id]!(resourceUrl(model, engine.endpoint()))).toBe(7)
    })
  },
)
