import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { callee } from './calls.ts'

let server: Server
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** A service that answers with these statuses, one after the other, the last one for good; 0 cuts the connection. */
async function answering(...statuses: number[]) {
  let calls = 0
  server = createServer((request, response) => {
    const status = statuses[Math.min(calls++, statuses.length - 1)]!
    if (status === 0) return request.socket.destroy()
    response.writeHead(status).end(JSON.stringify({ status }))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { service: callee('test', url, 500, 3000), calls: () => calls }
}

test('what may pass is tried again until it has passed', async () => {
  const { service, calls } = await answering(503, 429, 0, 200)
  expect(await service.post('/x', {})).toEqual({ status: 200 })
  expect(calls()).toBe(4)
})

test('a refusal is given on at once', async () => {
  const { service, calls } = await answering(404)
  await expect(service.get('/x')).rejects.toMatchObject({ status: 404 })
  expect(calls()).toBe(1)
})

test('past the deadline the call fails', async () => {
  const { service, calls } = await answering(500)
  await expect(service.get('/x')).rejects.toThrow(/timed out|500/)
  expect(calls()).toBeGreaterThan(1)
})
