import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FisClient } from '@aws-sdk/client-fis'
import { alarmArn } from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { links } from '../../links/links.ts'
import { processes } from '../../processes.ts'
import type { AuroraEngine, AuroraMember, CloudEvent, Context } from '../../types.ts'
import { type Fis, fis } from './fis.ts'
import { testRuntime } from './test-runtime.ts'
import type { AlarmState, World } from './world.ts'

/** A small cloud for tests: copies are real processes, the API is on a real port, state is in a folder of its own. */
export async function testWorld({ timeScale = 100 } = {}) {
  const state = mkdtempSync(join(tmpdir(), 'fis-'))
  const events: CloudEvent[] = []
  const started = processes(state)
  const cloud: Context = {
    system: cloudcafe,
    timeScale,
    root: process.cwd(),
    state,
    ports: platform.ports,
    processes: started,
    metrics: { put: () => undefined },
    say: (event) => void events.push(event),
  }
  const runtimes = {
    ecs: testRuntime(cloudcafe, started, 'ecs'),
    eks: testRuntime(cloudcafe, started, 'eks'),
    asg: testRuntime(cloudcafe, started, 'asg'),
    ec2: testRuntime(cloudcafe, started, 'ec2'),
  }
  const alarms = testAlarms()
  const paths = links()
  const world: World = {
    runtimes,
    aurora: { aurora: testAurora() },
    links: paths,
    alarms: alarms.states,
  }
  const api = fis(cloud, world)
  const server = await serve(api)
  const client = new FisClient({
    region: cloudcafe.region,
    endpoint: server.url,
    credentials: platform.credentials,
    maxAttempts: 1,
  })
  const close = async () => {
    await api.close('the test is over')
    client.destroy()
    await server.close()
    await paths.stop()
    await Promise.all(Object.values(runtimes).map((runtime) => runtime.stop()))
    rmSync(state, { recursive: true, force: true })
  }
  return { cloud, world, api, client, url: server.url, runtimes, alarms, events, close }
}
export type TestWorld = Awaited<ReturnType<typeof testWorld>>

async function serve(api: Fis) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const headers = Object.fromEntries(Object.entries(request.headers).map(([k, v]) => [k, String(v)]))
    const answer = await api.handle({
      method: request.method!,
      url: request.url!,
      headers,
      body: Buffer.concat(chunks),
    })
    response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function testAlarms() {
  const states = new Map<string, AlarmState>(
    Object.keys(cloudcafe.alarms).map((id) => [alarmArn(cloudcafe, id), 'OK'] as const),
  )
  const listeners = new Set<(arn: string, state: AlarmState) => void>()
  return {
    states: {
      state: (arn: string) => states.get(arn) ?? null,
      onChange: (listener: (arn: string, state: AlarmState) => void) => {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    set(id: keyof typeof cloudcafe.alarms, state: AlarmState) {
      states.set(alarmArn(cloudcafe, id), state)
      for (const listener of listeners) listener(alarmArn(cloudcafe, id), state)
    },
  }
}

function testAurora(): AuroraEngine {
  let members: readonly AuroraMember[] = [
    { id: 'aurora-1', role: 'writer', zone: 'a', pid: null, state: 'available' },
    { id: 'aurora-2', role: 'reader', zone: 'b', pid: null, state: 'available' },
  ]
  return {
    id: 'aurora',
    start: async () => undefined,
    stop: async () => undefined,
    health: async () => null,
    endpoint: () => ({ host: '127.0.0.1', port: 0 }),
    processes: () => [],
    members: () => members,
    onMove: () => undefined,
    async failover() {
      members = members.map((it) => ({ ...it, role: it.role === 'writer' ? 'reader' : 'writer' }))
    },
  }
}
