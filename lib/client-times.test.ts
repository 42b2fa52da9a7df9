import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientTimes } from './client-times.ts'
import { refuseBytes } from './errors.ts'

let app: FastifyInstance
let port: number
beforeAll(async () => {
  app = Fastify({ ...clientTimes(1, 2), clientErrorHandler: refuseBytes })
  app.post('/', async () => 'taken')
  app.get('/slow', () => new Promise((resolve) => setTimeout(() => resolve('late'), 4000)))
  await app.listen({ host: '127.0.0.1', port: 0 })
  port = (app.server.address() as AddressInfo).port
})
afterAll(() => app.close())

test.each([
  ['headers', ['POST / HTTP/1.1', 'X-Slow: ']],
  [
    'a body',
    ['POST / HTTP/1.1', 'Host: localhost', 'Content-Type: application/json', 'Content-Length: 9999', '', ''],
  ],
])('%s that drip are told 408 in problem details', async (_, lines) => {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined)
  socket.write(lines.join('\r\n'))
  const drip = setInterval(() => socket.write(' '), 100)
  const answer = await text(socket)
  clearInterval(drip)
  expect(answer).toMatch(/^HTTP\/1.1 408 /)
  expect(JSON.parse(answer.split('\r\n\r\n').at(-1)!)).toMatchObject({ status: 408 })
})

test('an answer takes as long as it will, and a connection without a request is ended', async () => {
  const slow = await fetch(`http://127.0.0.1:${port}/slow`)
  expect([slow.status, await slow.text()]).toEqual([200, 'late'])
  await once(connect(port, '127.0.0.1').resume(), 'close')
})
