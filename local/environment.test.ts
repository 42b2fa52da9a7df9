import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { envKeys } from '../model/env-keys.ts'
import type { System } from '../model/kinds.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { systems } from '../model/systems/index.ts'
import { AWS, environment } from './environment.ts'
import { links } from './links/links.ts'
import type { Address, Links } from './types.ts'

let all: Links
let asked: string[]
let server: Server
const address = (id: string, role?: string): Address => {
  asked.push(role ? `${id} ${role}` : id)
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
}
const envOf = (workload: string, system: System = cloudcafe) =>
  environment({ system, timeScale: 10 }, { links: all, address }).of({
    id: 'copy-1',
    workload,
    zone: 'a',
  })

beforeEach(async () => {
  all = links()
  asked = []
  server = createServer((socket) => socket.on('error', () => {}).end())
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterEach(async () => {
  await all.stop()
  server.close()
})

const workloads = Object.values(systems).flatMap((system) =>
  Object.entries(system.workloads).map(([id, workload]) => [system.id, id, system, workload] as const),
)
test.each(workloads)(
  '%s: %s gets every env key that the model derives',
  async (_system, id, system, workload) => {
    const env = await envOf(id, system)
    for (const key of envKeys(system, workload)) expect(env[key], key).toBeTruthy()
    expect(env).toMatchObject({ CAFE_SYSTEM: system.id, CAFE_WORKLOAD: id, CAFE_TIME_SCALE: '10' })
  },
)

test('each URL is a link to the thing it names', async () => {
  const env = await envOf('order')
  const leadsTo = async (url: string) => {
    asked = []
    await fetch(url.replace(/^\w+:\/\/(.*@)?/, 'http://')).catch(() => {})
    return asked[0]
  }
  expect(await leadsTo(env.AURORA_WRITER_URL!)).toBe('aurora writer')
  expect(await leadsTo(env.AURORA_READER_URL!)).toBe('aurora reader')
  expect(await leadsTo(env.ELASTICACHE_URL!)).toBe('elasticache')
  expect(await leadsTo(env.MENU_URL!)).toBe('menu')
  expect(await leadsTo(env.AWS_ENDPOINT_URL_DYNAMODB!)).toBe(AWS)
  expect(await leadsTo(env.ORDER_SUBMISSION_QUEUE_URL!)).toBe(AWS)
})

test('an AWS service can be cut alone', async () => {
  const env = await envOf('order')
  all.add((link) => link.to === 'dynamodb', { kind: 'reset' })
  asked = []
  await expect(fetch(env.AWS_ENDPOINT_URL_DYNAMODB!)).rejects.toThrow('fetch failed')
  expect(asked).toEqual([])
  await fetch(env.AWS_ENDPOINT_URL_KINESIS!).catch(() => {})
  expect(asked).toEqual([AWS])
})

test('an unknown workload is an error', async () => {
  await expect(envOf('tea')).rejects.toThrow("no env for 'tea'")
})
