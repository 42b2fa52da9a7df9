import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { loadFindings, startLoad, type Target } from './load.ts'
import { idsOf } from './record.ts'

/** A shop of this test's own that remembers what it accepted; every third order fails where it is told to. */
function shop(failing: boolean) {
  const accepted: string[] = []
  const bodies: string[] = []
  let orders = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (request.method !== 'POST') return response.end('{}')
    bodies.push(Buffer.concat(chunks).toString())
    if (failing && ++orders % 3 === 0) return response.writeHead(503).end()
    const id = `order-${accepted.length}`
    accepted.push(id)
    return response.writeHead(201, { 'Content-Type': 'application/json' }).end(`{"order_id":"${id}"}`)
  })
  return { server, accepted, bodies }
}

let folder: string
const servers: Server[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-'))
})
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
  rmSync(folder, { recursive: true })
})

const listen = async (it: Server): Promise<Target> => {
  servers.push(it)
  await new Promise<void>((resolve) => it.listen(0, '127.0.0.1', resolve))
  const frontDoor = `http://127.0.0.1:${(it.address() as AddressInfo).port}`
  return { system: cloudcafe, frontDoor, timeScale: 50, local: true }
}

test('the record holds each order that the shop accepted, once', { timeout: 60_000 }, async () => {
  const { server, accepted } = shop(true)
  const load = startLoad(await listen(server), 'smoke', { folder })
  const result = await load.done
  const requests = load.read()
  const recorded = idsOf(requests, 'order')
  expect(recorded.sort()).toEqual(accepted.sort())
  expect(accepted.length).toBeGreaterThan(0)
  expect(result.summary.requests).toBe(requests.length)
  expect(requests.filter((it) => !it.ok).every((it) => it.status === 503)).toBe(true)
  expect(result.verdict).toBe('crossed')
})

test('the same seed draws the same orders', { timeout: 60_000 }, async () => {
  const ordersOf = async (run: string) => {
    const { server, bodies } = shop(false)
    await startLoad(await listen(server), 'smoke', { folder: join(folder, run), seed: 7 }).done
    return bodies
  }
  const runs = await Promise.all([ordersOf('a'), ordersOf('b')])
  // one run may have had time for an order more than the other
  const [few, many] = runs.sort((a, b) => a.length - b.length)
  expect(few!.length).toBeGreaterThan(0)
  expect(many).toEqual(expect.arrayContaining(few!))
})

test('a load that is stopped says so and keeps its record', { timeout: 60_000 }, async () => {
  const { server } = shop(false)
  const load = startLoad({ ...(await listen(server)), timeScale: 1 }, 'smoke', { folder })
  while (load.read().length === 0) await new Promise((resolve) => setTimeout(resolve, 100))
  load.stop()
  expect((await load.done).verdict).toBe('stopped')
})

test('findings name what is wrong, all at once', async () => {
  const target = await listen(shop(false).server)
  expect(loadFindings(target, 'smoke')).toEqual([])
  const findings = loadFindings({ ...target, frontDoor: 'http://example.com' }, 'evening-rush')
  expect(findings.join('\n')).toMatch(/evening-rush.*known are/)
  expect(findings.join('\n')).toMatch(/127\.0\.0\.1 only/)
})
