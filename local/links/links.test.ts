import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Address, Links } from '../types.ts'
import { links } from './links.ts'

let echo: Server
let all: Links
const target = (): Address => ({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port })

beforeEach(async () => {
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    socket.pipe(socket)
  })
  await once(echo.listen(0, '127.0.0.1'), 'listening')
  all = links()
})
afterEach(async () => {
  await all.stop()
  await new Promise((done) => echo.close(done))
})

const open = (copy = 'task-1', to = 'aurora', role?: string) =>
  all.open({ copy, zone: 'a', to, target, ...(role ? { role } : {}) })
const dial = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}
const read = async (socket: Socket): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
/** Seconds that one byte takes there and back. */
async function roundTrip(socket: Socket): Promise<number> {
  const from = performance.now()
  socket.write('x')
  await once(socket, 'data')
  return performance.now() - from
}
const broken = (socket: Socket) =>
  new Promise((done) => socket.on('error', () => {}).once('close', () => done(true)))
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const toxic = fc.option(
  fc.record({
    kind: fc.constantFrom('latency' as const, 'loss' as const),
    latencyMs: fc.integer({ min: 0, max: 20 }),
    jitterMs: fc.integer({ min: 0, max: 20 }),
    percent: fc.integer({ min: 0, max: 5 }),
    direction: fc.constantFrom('in' as const, 'out' as const, 'both' as const),
  }),
)

test('bytes arrive whole and in order, with and without toxics, and while these come and go', async () => {
  const port = await open()
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 200_000 }), { maxLength: 8 }),
      toxic,
      async (sizes, it) => {
        const undo = it ? all.add(() => true, it) : () => {}
        const socket = await dial(port)
        const sent = sizes.map((size) => randomBytes(size))
        const received = read(socket)
        for (const [i, bytes] of sent.entries()) {
          socket.write(bytes)
          if (i === 4) undo()
        }
        socket.end()
        expect(digest(await received)).toBe(digest(Buffer.concat(sent)))
        undo()
      },
    ),
    { numRuns: 40 },
  )
})

test('latency slows open connections, and taking it away leaves none', async () => {
  const socket = await dial(await open())
  const before = await roundTrip(socket)
  const latencyMs = before + 600
  const undo = all.add((link) => link.to === 'aurora', { kind: 'latency', latencyMs })
  // a millisecond less, as timers are whole milliseconds
  expect(await roundTrip(socket)).toBeGreaterThanOrEqual(latencyMs - 1)
  const held = roundTrip(socket)
  undo()
  expect(await held).toBeLessThan(latencyMs)
  expect(await roundTrip(socket)).toBeLessThan(latencyMs)
  socket.destroy()
})

test('a toxic reaches only the links that match, and those opened later', async () => {
  const near = await dial(await open('task-1', 'aurora'))
  const undo = all.add((link) => link.copy === 'task-2', { kind: 'latency', latencyMs: 200 })
  const later = await dial(await open('task-2', 'aurora'))
  const [fast, slow] = await Promise.all([roundTrip(near), roundTrip(later)])
  expect(slow).toBeGreaterThan(fast + 100)
  undo()
  near.destroy()
  later.destroy()
})

test('a blackhole holds every byte and lets them go when it ends', async () => {
  const port = await open()
  const socket = await dial(port)
  await roundTrip(socket)
  const undo = all.add(() => true, { kind: 'blackhole' })
  const later = await dial(port)
  const answers = Promise.all([roundTrip(socket), roundTrip(later)])
  expect(await Promise.race([answers, new Promise((done) => setTimeout(done, 200, 'silence'))])).toBe(
    'silence',
  )
  undo()
  expect(Math.min(...(await answers))).toBeGreaterThanOrEqual(190)
  socket.destroy()
  later.destroy()
})

test('a reset breaks open and new connections until it is taken away', async () => {
  const port = await open()
  const socket = await dial(port)
  const cut = broken(socket)
  const undo = all.add(() => true, { kind: 'reset' })
  expect(await cut).toBe(true)
  const refused = connect(port, '127.0.0.1')
  expect(await broken(refused)).toBe(true)
  undo()
  const again = await dial(port)
  await roundTrip(again)
  again.destroy()
})

test('total loss breaks the connection in the end, as TCP gives up', async () => {
  const socket = await dial(await open())
  all.add(() => true, { kind: 'loss', percent: 100 })
  socket.write('x')
  expect(await broken(socket)).toBe(true)
})

test('a cut breaks the connections of that dependency and role alone; new ones go through', async () => {
  const port = await open('task-1', 'aurora', 'writer')
  const writer = await dial(port)
  const reader = await dial(await open('task-1', 'aurora', 'reader'))
  const cache = await dial(await open('task-1', 'elasticache'))
  await Promise.all([roundTrip(writer), roundTrip(reader), roundTrip(cache)])
  const cut = broken(writer)
  all.cut('aurora', undefined, 'writer')
  expect(await cut).toBe(true)
  await Promise.all([roundTrip(reader), roundTrip(cache)])
  const again = await dial(port)
  await roundTrip(again)
  for (const socket of [reader, cache, again]) socket.destroy()
})

test('the same link is opened once, and closed with its copy', async () => {
  const port = await open('task-1', 'aurora')
  expect(await open('task-1', 'aurora')).toBe(port)
  await all.closeCopy('task-1')
  await expect(dial(port)).rejects.toThrow('ECONNREFUSED')
})

test('a connection to a dependency that is down is reset', async () => {
  const port = await all.open({
    copy: 'task-1',
    zone: 'a',
    to: 'aurora',
    target: () => {
      throw new Error('no writer')
    },
  })
  const socket = connect(port, '127.0.0.1')
  expect(await broken(socket)).toBe(true)
})
