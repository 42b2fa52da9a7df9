import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { queueUrl } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { resources } from '../../../model/systems/cloudcafe/resources.ts'
import { workloads } from '../../../model/systems/cloudcafe/workloads.ts'
import { leaseTable } from './consumer/leases.ts'
import { analyticsWorld, event } from './fixtures/world.ts'
import type { StormCount } from './query-storm.ts'

const TIME_SCALE = 20
const TOKEN = 'test-token'
const WAIT = { timeout: 60_000, interval: 200 }
let world: Awaited<ReturnType<typeof analyticsWorld>>
let worker: ChildProcess
let [port, stressPort] = [0, 0]
let log = ''

beforeAll(async () => {
  world = await analyticsWorld()
  port = await freePort()
  stressPort = await freePort()
  const env = {
    ...process.env,
    PORT: String(port),
    STRESS_PORT: String(stressPort),
    STRESS_TOKEN: TOKEN,
    CAFE_SYSTEM: 'cloudcafe',
    CAFE_WORKLOAD: 'analytics',
    CAFE_COPY_ID: 'worker-1',
    CAFE_ZONE: 'us-east-1a',
    CAFE_TIME_SCALE: String(TIME_SCALE),
    CAFE_ALLOTTED_CORES: '0.4',
    ANALYTICS_EVENTS_STREAM: resources['analytics-events'].stream,
    FACTS_DLQ_QUEUE_URL: queueUrl(cloudcafe, resources['facts-dlq'].queue, world.config.endpoint),
    ANALYTICS_LEASES_TABLE: resources['analytics-leases'].table,
    REDSHIFT_CLUSTER: world.where.ClusterIdentifier,
    REDSHIFT_DATABASE: world.where.Database,
  }
  worker = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], { env })
  for (const out of [worker.stdout, worker.stderr])
    out?.on('data', (data: Buffer) => {
      log += data.toString()
    })
})
afterAll(async () => {
  worker.kill('SIGKILL')
  await world.stop()
})

test('it becomes ready, loads what comes, and says so as a metric', async () => {
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/ready`)).status
  await vi.waitFor(async () => expect(await ready(), log).toBe(200), WAIT)
  await world.put(Array.from({ length: 50 }, (_, n) => event(n, 'submitted')))
  const count = async () => (await world.rows('SELECT COUNT(*) FROM order_facts'))[0]
  await vi.waitFor(async () => expect(await count(), log).toEqual([50]), WAIT)
  await vi.waitFor(() => expect(log).toMatch(/"_aws".*WindowsLoaded/), WAIT)
})

test('another user of the warehouse may read facts and windows, and change nothing', async () => {
  const may = async (table: string, right: string) =>
    (await world.rows(`SELECT has_table_privilege('public', '${table}', '${right}')::text`))[0]
  for (const table of ['order_facts', 'order_windows']) {
    expect(await may(table, 'SELECT')).toEqual(['true'])
    for (const right of ['INSERT', 'UPDATE', 'DELETE']) expect(await may(table, right)).toEqual(['false'])
  }
})

test('the query storm runs behind the stress listener and ends by itself', async () => {
  const url = `http://127.0.0.1:${stressPort}${workloads.analytics.stress.path}`
  const headers = { authorization: `Bearer ${TOKEN}` }
  expect((await fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(202)
  const state = async () => (await (await fetch(url, { headers })).json()) as StormState
  await vi.waitFor(async () => expect((await state()).running).toBe(false), WAIT)
  const { submitted, finished, failed } = (await state()).progress
  expect(submitted).toBeGreaterThan(0)
  expect(finished + failed).toBe(submitted)
})

test('on SIGTERM it ends in good order and gives its leases back', async () => {
  const leases = leaseTable(world.db, resources['analytics-leases'].table)
  expect((await leases.all()).map((it) => it.owner)).toEqual(['worker-1', 'worker-1'])
  worker.kill('SIGTERM')
  const [code] = await once(worker, 'exit')
  expect(code, log).toBe(0)
  expect((await leases.all()).map((it) => it.owner)).toEqual([null, null])
})

interface StormState {
  readonly running: boolean
  readonly progress: StormCount
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
