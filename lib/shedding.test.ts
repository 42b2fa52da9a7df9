import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { problems } from './errors.ts'
import { shedding } from './shedding.ts'

const MOST_MS = 200

test('a copy that is late refuses work until it has caught up, and says it is alive all the while', async () => {
  const app = Fastify()
  problems(app)
  shedding(app, MOST_MS, ['/health'])
  app.get('/work', async () => 'done')
  app.get('/health', async () => 'ok')
  const status = async (url: string) => (await app.inject(url)).statusCode
  expect(await status('/work')).toBe(200)

  const until = performance.now() + 5 * MOST_MS
  while (performance.now() < until) Math.sqrt(until)
  await expect.poll(() => status('/work'), { interval: 10 }).toBe(503)
  expect(await status('/health')).toBe(200)
  expect((await app.inject('/work')).headers['retry-after']).toBe('1')

  await expect.poll(() => status('/work'), { timeout: 10_000, interval: 50 }).toBe(200)
  await app.close()
})
