import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import type { Env } from '../env.ts'
import { metrics } from '../metrics.ts'
import type { Component } from '../parts.ts'
import { cpuScenario } from './cpu-scenario.ts'
import { SETTLING_SECONDS } from './scenario.ts'
import { stress } from './stress.ts'
import type { StressState } from './stress-run.ts'

const ALLOTTED = 0.2
const SCALE = 10
const TOKEN = 'secret'
const { order } = cloudcafe.workloads
let lines: string[]
let part: Component
let url: string

beforeEach(async () => {
  lines = []
  const port = await freePort()
  url = `http://127.0.0.1:${port}${order.stress.path}`
  part = listener({ stressPort: port, stressToken: TOKEN })
  await part.start?.()
})
afterEach(() => part.close())

function listener(at: Pick<Env, 'stressPort' | 'stressToken'>): Component {
  const env: Env = {
    system: cloudcafe,
    workloadId: 'order',
    workload: order,
    copyId: 'task-1',
    port: 0,
    timeScale: SCALE,
    allottedCores: ALLOTTED,
    stressFolder: tmpdir(),
    of: () => '',
    ...at,
  }
  const place = { env, log: pino({ level: 'silent' }), metrics: metrics({}, (line) => lines.push(line), 100) }
  return stress(place, cpuScenario(new URL('./fixture/hash-work.ts', import.meta.url), env, 2))
}
const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
const ask = async (method: string, body?: object, token = TOKEN) => {
  const headers = {
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    'content-type': 'application/json',
  }
  const answer = await fetch(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
  return { status: answer.status, ...((await answer.json()) as StressState & { detail?: string }) }
}

test('without the token, or with another, nothing begins', async () => {
  expect((await ask('POST', {}, '')).status).toBe(401)
  expect((await ask('POST', {}, 'guess')).status).toBe(403)
  expect(await ask('GET')).toMatchObject({ status: 200, running: false })
})

test.each([
  [{ seconds: order.stress.seconds / SCALE + 1 }, 'above the cap of 30'],
  [{ cpu_percent: 96 }, 'above the cap of 95'],
  [{ seconds: -1 }, 'must be > 0'],
  [{ minutes: 1 }, "'minutes'"],
])('%o is refused and says why', async (body, why) => {
  expect(await ask('POST', body)).toMatchObject({ status: 400, detail: expect.stringContaining(why) })
})

test('a run does the work, ends by itself and tells its metric each second', async () => {
  expect(await ask('POST', { seconds: 2.5 })).toMatchObject({
    status: 202,
    running: true,
    target_percent: 95,
    size: 1000,
  })
  expect((await ask('POST', {})).status).toBe(409)
  await expect.poll(async () => (await ask('GET')).running, { timeout: 20_000, interval: 100 }).toBe(false)
  const ended = await ask('GET')
  expect([ended.seconds, ended.progress.units! > 1000]).toEqual([2.5, true])
  const values = lines
    .map((it) => JSON.parse(it) as Record<string, unknown>)
    .flatMap((it) => it[order.stress.metric])
  expect(values.length).toBeGreaterThanOrEqual(2)
})

test('a run comes to its share of the allotted cores, however late a busy machine lets it', async () => {
  await ask('POST', { cpu_percent: 50 })
  const mean = async () => {
    const { elapsed_seconds, mean_percent } = await ask('GET')
    return elapsed_seconds > SETTLING_SECONDS + 2 ? mean_percent : 0
  }
  await expect
    .poll(async () => Math.abs((await mean()) - 50), { timeout: 30_000, interval: 200 })
    .toBeLessThan(5)
})

test('a run ends when it is told to', async () => {
  await ask('POST', {})
  expect(await ask('DELETE')).toMatchObject({ status: 200, running: false })
  const { progress } = await ask('GET')
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect((await ask('GET')).progress).toEqual(progress)
})

test.each([
  [0, TOKEN],
  [1, ''],
])('with port %d and token "%s" there is no listener', async (stressPort, stressToken) => {
  expect(listener({ stressPort, stressToken }).start).toBeUndefined()
})
