import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { listenerOn, takenPorts } from './listener.ts'

test('a port that is taken names who has it', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  const { port } = server.address() as AddressInfo
  const ports = { aws: 0, alb: 0, nlb: 0, cloudfront: 0, board: port }
  expect(await takenPorts(ports)).toEqual([expect.stringContaining(`board ${port} (pid ${process.pid}: `)])
  await new Promise((closed) => server.close(closed))
  expect([listenerOn(port), await takenPorts(ports)]).toEqual([null, []])
})
