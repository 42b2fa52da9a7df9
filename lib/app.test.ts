import { pino } from 'pino'
import Type from 'typebox'
import { expect, test } from 'vitest'
import { newApp } from './app.ts'
import { comeAgain, HttpError } from './errors.ts'
import type { Component } from './parts.ts'

const health = {
  path: '/health',
  readyPath: '/ready',
  intervalSeconds: 1,
  healthyAfter: 1,
  unhealthyAfter: 1,
}
const Body = Type.Object({ n: Type.Integer(), size: Type.Enum(['s', 'm']) }, { additionalProperties: false })

function appWith(parts: readonly Component[] = [], strip = '') {
  const app = newApp(pino({ level: 'silent' }), health, parts, { strip })
  app.post('/echo', { schema: { body: Body } }, async ({ body }) => body)
  app.get('/secret', async () => {
    throw new Error('password=1234')
  })
  app.get('/known', async () => {
    throw new HttpError(409, 'Conflict', 'why', { on_hand: 3 })
  })
  app.get('/later', async () => {
    throw comeAgain(503, 'not now', 1.2)
  })
  app.get('/trace', async (request) => ({ id: request.id }))
  return app
}

test('all faults of a body are named, with what would be right', async () => {
  const answer = await appWith().inject({
    method: 'POST',
    url: '/echo',
    payload: { n: '1', size: 'x', q: 1 },
  })
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.json()).toMatchObject({
    status: 400,
    errors: expect.arrayContaining([
      { in: 'body', at: '/', message: "must NOT have additional properties: 'q'" },
      { in: 'body', at: '/n', message: 'must be integer' },
      { in: 'body', at: '/size', message: 'must be equal to one of the allowed values: s, m' },
    ]),
  })
})

test.each([
  [400, 'application/json', '{'],
  [415, 'application/x-www-form-urlencoded', 'n=1'],
  [415, 'text/plain', '{"n":1,"size":"s"}'],
  [415, '', '{"n":1,"size":"s"}'],
  [413, 'application/json', '"'.padEnd(300_000, 'x')],
])('a body that is not taken is a problem document with status %i (%s)', async (status, type, payload) => {
  const answer = await appWith().inject({
    method: 'POST',
    url: '/echo',
    payload,
    headers: { 'content-type': type },
  })
  expect([answer.statusCode, answer.json().status]).toEqual([status, status])
})

test.each([
  [400, '/trace/%'],
  [400, '/trace/%ff'],
  [414, `/parts/${'x'.repeat(200)}`],
])('a path that cannot be read is a problem document with status %i', async (status, url) => {
  const app = appWith()
  app.get('/parts/:id', async () => 'never')
  const answer = await app.inject(url)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect([answer.statusCode, answer.json().status]).toEqual([status, status])
})

test('a 5xx hides its text, our own errors keep theirs', async () => {
  const app = appWith()
  const secret = await app.inject('/secret')
  expect([secret.statusCode, secret.body.includes('1234')]).toEqual([500, false])
  expect((await app.inject('/known')).json()).toMatchObject({ status: 409, detail: 'why', on_hand: 3 })
  expect((await app.inject('/later')).headers['retry-after']).toBe('2')
  expect((await app.inject('/nowhere')).json()).toMatchObject({
    status: 404,
    detail: 'no route GET /nowhere',
  })
})

test('a request keeps the trace id that it brings, and gets one otherwise', async () => {
  const app = appWith()
  const headers = { 'x-amzn-trace-id': 'Root=1-abc' }
  expect((await app.inject({ url: '/trace', headers })).json()).toEqual({ id: 'Root=1-abc' })
  expect((await app.inject('/trace')).json().id).toMatch(/^Root=1-/)
})

test('a copy is alive at once, and ready when each of its parts is', async () => {
  let why: string | null = 'no database'
  const app = appWith([{ notReady: () => why, close: async () => undefined }])
  expect((await app.inject('/health')).statusCode).toBe(200)
  expect((await app.inject('/ready')).json()).toEqual({ status: 'not ready', reasons: ['no database'] })
  why = null
  expect((await app.inject('/ready')).statusCode).toBe(200)
})

test.each([
  ['/api/trace', 200],
  ['/api/trace?a=1', 200],
  ['/trace', 200],
  ['/ready', 200],
  ['/apitrace', 404],
  ['/api/api/trace', 404],
])('behind a balancer that leaves the prefix on, %s is %i', async (url, status) => {
  expect((await appWith([], '/api').inject(url)).statusCode).toBe(status)
})

test('a body that is too large, or that nobody reads, is refused alike each time', async () => {
  const app = appWith()
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const statusOf = async (type: string) =>
    (
      await fetch(`${url}/echo`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: Buffer.alloc(1_000_000, ' '),
      })
    ).status
  const seen: number[][] = []
  for (let i = 0; i < 10; i++) seen.push([await statusOf('application/json'), await statusOf('text/plain')])
  expect(seen).toEqual(Array(10).fill([413, 415]))
  await app.close()
})
