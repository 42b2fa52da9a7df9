import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Copy } from '../types.ts'
import { httpProxy } from './http-proxy.ts'
import { TargetGroup } from './target-group.ts'
import { traffic } from './traffic.ts'

const IDLE_SECONDS = 2
const endless = { begun: 0, ended: 0 }
const target = createServer(async (request, response) => {
  if (request.url === '/api/early') return void response.writeHead(413).end('too large')
  if (request.url === '/api/endless') {
    endless.begun += 1
    response.once('close', () => {
      endless.ended += 1
    })
    return void Readable.from(kilobytes()).pipe(response)
  }
  const { method, url, headers } = request
  const body = await text(request).catch(() => 'cut off')
  response.end(JSON.stringify({ method, url, headers, body }))
})
function* kilobytes() {
  for (;;) yield Buffer.alloc(64 * 1024)
}
let proxy: FastifyInstance
let port: number
beforeAll(async () => {
  await new Promise<void>((listening) => target.listen(0, '127.0.0.1', listening))
  const copy = { id: 'copy', healthy: true, port: (target.address() as AddressInfo).port } as Copy
  const group = new TargetGroup('group', () => [copy])
  proxy = httpProxy({
    route: (path) => (path.startsWith('/api') ? { group, path } : null),
    idleTimeoutSeconds: IDLE_SECONDS,
    traffic: traffic(),
    observe: { routed() {}, answered() {}, failed() {} },
  })
  await proxy.listen({ host: '127.0.0.1', port: 0 })
  port = (proxy.server.address() as AddressInfo).port
})
afterAll(async () => {
  await proxy.close()
  target.close()
})

/** Sends the bytes as they are, and reads until the proxy ends the connection. */
async function sendRaw(...lines: readonly string[]) {
  const socket = connect(port, '127.0.0.1')
  socket.write(lines.join('\r\n'))
  const answer = await text(socket)
  return { status: Number(answer.split(' ')[1]), answer, body: answer.split('\r\n\r\n').at(-1)! }
}

test.each([
  [404, '/nowhere'],
  [404, '/%ff'],
  [400, '/api/%'],
  [400, '/api/%ff'],
  [400, '/api/../secret'],
  [400, '/api/..%2f..%2fsecret'],
])('a client is told in problem details, with %i, of %s', async (status, path) => {
  const answer = await sendRaw(`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', '', '')
  expect(answer.answer).toContain('application/problem+json')
  expect([answer.status, JSON.parse(answer.body).status]).toEqual([status, status])
})

test('bytes that are no request, and headers without end, are told the same way', async () => {
  for (const [status, ...lines] of [
    [400, '\u0016\u0003 hello', '', ''],
    [431, 'GET /api HTTP/1.1', `X: ${'x'.repeat(40_000)}`, '', ''],
  ] as const) {
    const answer = await sendRaw(...lines)
    expect([answer.status, JSON.parse(answer.body).status]).toEqual([status, status])
  }
})

test.each(['', ';;;', 'text/plain', 'application/json; charset=utf-8'])(
  "a body passes whatever its type says: '%s'",
  async (type) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: '{"a":1}',
    })
    expect(await answer.json()).toMatchObject({ body: '{"a":1}', headers: { 'content-type': type } })
  },
)

test('any method passes, with and without a body', async () => {
  expect(
    JSON.parse(
      (await sendRaw('PROPFIND /api HTTP/1.1', 'Host: localhost', 'Connection: close', '', '')).body,
    ),
  ).toMatchObject({ method: 'PROPFIND', body: '' })
  const posted = await fetch(`http://127.0.0.1:${port}/api`, { method: 'POST' })
  expect(await posted.json()).toMatchObject({ method: 'POST', body: '' })
})

test.each([
  [
    'two hosts',
    400,
    ['GET /api HTTP/1.1', 'Host: localhost', 'Host: example.org', 'Connection: close', '', ''],
  ],
  [
    'a length beside chunks',
    400,
    [
      'POST /api HTTP/1.1',
      'Host: localhost',
      'Content-Length: 3',
      'Transfer-Encoding: chunked',
      '',
      '0',
      '',
      '',
    ],
  ],
  [
    'two lengths',
    400,
    ['POST /api HTTP/1.1', 'Host: localhost', 'Content-Length: 1', 'Content-Length: 2', '', 'ab'],
  ],
  [
    'an expectation that nobody knows',
    417,
    ['GET /api HTTP/1.1', 'Host: localhost', 'Expect: tea', 'Connection: close', '', ''],
  ],
])('%s are refused with %i', async (_, status, lines) => {
  expect((await sendRaw(...lines)).status).toBe(status)
})

test('a client that expects 100 Continue gets it at once, and then its answer', async () => {
  const socket = connect(port, '127.0.0.1')
  const head = [
    'POST /api HTTP/1.1',
    'Host: localhost',
    'Connection: close',
    'Content-Length: 2',
    'Expect: 100-continue',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  const [first] = (await once(socket, 'data')) as [Buffer]
  expect(first.toString()).toMatch(/^HTTP\/1.1 100 Continue/)
  socket.write('ab')
  expect(await text(socket)).toContain('"body":"ab"')
})

const MEGABYTES = Buffer.alloc(4_000_000, ' ')
test('an answer that comes before the body was read reaches the client, each time', async () => {
  const seen: unknown[] = []
  for (let i = 0; i < 10; i++) {
    const path = `http://127.0.0.1:${port}/api/early`
    const answer = await fetch(path, { method: 'POST', body: MEGABYTES })
    seen.push([answer.status, await answer.text()])
  }
  expect(seen).toEqual(Array(10).fill([413, 'too large']))
})

test('a connection that carried an early answer carries the next request', async () => {
  const socket = connect(port, '127.0.0.1')
  socket.write(`POST /api/early HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${MEGABYTES.length}\r\n\r\n`)
  socket.write(MEGABYTES)
  socket.write('GET /api/next HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  const answers = await text(socket)
  expect(answers.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200'])
  expect(answers).toContain('"url":"/api/next"')
})

test.each([
  ['a body', ['POST /api HTTP/1.1', 'Host: localhost', 'Content-Length: 10', '', 'abc'], 408],
  [
    'chunks',
    ['POST /api HTTP/1.1', 'Host: localhost', 'Transfer-Encoding: chunked', '', '3', 'abc', ''],
    408,
  ],
  ['headers', ['GET /api HTTP/1.1', 'Host: loc'], 408],
])('%s that stop to arrive are told 408 after the idle timeout', async (_, lines, status) => {
  const began = performance.now()
  expect((await sendRaw(...lines)).status).toBe(status)
  expect(performance.now() - began).toBeGreaterThan(IDLE_SECONDS * 900)
})

test.each([
  ['headers', ['GET /api HTTP/1.1', 'X-Slow: '], 408],
  ['a body', ['POST /api HTTP/1.1', 'Host: localhost', 'Content-Length: 100000', '', ''], 408],
])('%s that drip without end are told 408', async (_, lines, status) => {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined)
  socket.write(lines.join('\r\n'))
  const drip = setInterval(() => socket.write('a'), 200)
  const answer = await text(socket)
  clearInterval(drip)
  expect(Number(answer.split(' ')[1])).toBe(status)
})

test('a client that stops to read is cut off after the idle timeout, and the target is let go', async () => {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined)
  socket.write('GET /api/endless HTTP/1.1\r\nHost: localhost\r\n\r\n')
  socket.pause()
  await expect.poll(() => endless, { timeout: 30_000 }).toEqual({ begun: 1, ended: 1 })
  socket.destroy()
})

test('what belongs to one connection is not passed on, in neither direction', async () => {
  const closed = await sendRaw(
    'POST /api HTTP/1.1',
    'Host: localhost',
    'Connection: close, x-mine',
    'X-Mine: 1',
    'X-Yours: 2',
    'TE: trailers',
    'Upgrade: h2c',
    'Expect: 100-continue',
    'Content-Length: 2',
    '',
    'ab',
  )
  // of the target's; and without `connection: close` this would have waited for the keep-alive to end
  expect(closed.answer).not.toMatch(/^keep-alive:/im)
  const { headers, body } = JSON.parse(closed.body)
  expect(body).toBe('ab')
  expect(headers).toMatchObject({ 'x-yours': '2' })
  for (const name of ['x-mine', 'te', 'upgrade', 'expect']) expect(headers).not.toHaveProperty(name)
})
