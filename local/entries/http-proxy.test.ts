import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Copy } from '../types.ts'
import { httpProxy } from './http-proxy.ts'
import { TargetGroup } from './target-group.ts'
import { traffic } from './traffic.ts'

const target = createServer(async (request, response) => {
  const { method, url, headers } = request
  response.end(JSON.stringify({ method, url, headers, body: await text(request) }))
})
let proxy: FastifyInstance
let port: number
beforeAll(async () => {
  await new Promise<void>((listening) => target.listen(0, '127.0.0.1', listening))
  const copy = { id: 'copy', healthy: true, port: (target.address() as AddressInfo).port } as Copy
  const group = new TargetGroup('group', () => [copy])
  proxy = httpProxy({
    route: (path) => (path.startsWith('/api') ? { group, path } : null),
    idleTimeoutSeconds: 5,
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
