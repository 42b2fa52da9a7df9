import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { problems } from './errors.ts'
import { shedding } from './shedding.ts'

const LIMITS = { targetMs: 1000, waitMs: 20, fewest: 1, most: 2 }
const app = () => {
  const made = Fastify()
  problems(made)
  shedding(made, LIMITS, ['/health'], pino({ level: 'silent' }))
  made.get('/work', async () => {
    await released.promise
    return 'done'
  })
  made.get('/health', async () => 'ok')
  return made
}
let released = Promise.withResolvers<void>()
let at: ReturnType<typeof app>
let url = ''
beforeEach(async () => {
  released = Promise.withResolvers()
  at = app()
  await at.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(at.server.address() as AddressInfo).port}`
})
afterEach(() => {
  released.resolve()
  return at.close()
})
const work = (signal?: AbortSignal) => fetch(`${url}/work`, signal ? { signal } : {})

test('a copy refuses what it has no place for, says when to come again, and that it is alive', async () => {
  const inside = [work(), work()]
  await sleep(50)
  const refused = await work()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
  expect(refused.headers.get('content-type')).toContain('application/problem+json')
  expect((await fetch(`${url}/health`)).status).toBe(200)
  released.resolve()
  expect((await Promise.all(inside)).map(({ status }) => status)).toEqual([200, 200])
  expect((await work()).status).toBe(200)
})

test('the work of a client that left keeps its place until it is done', async () => {
  const gone = new AbortController()
  const inside = [work(gone.signal), work(gone.signal)].map((it) => it.catch(() => null))
  await sleep(50)
  gone.abort()
  await Promise.all(inside)
  expect((await work()).status).toBe(503)
  released.resolve()
  await expect.poll(async () => (await work()).status, { interval: 20 }).toBe(200)
})
