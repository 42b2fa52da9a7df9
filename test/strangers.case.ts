import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { Redis } from 'ioredis'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Status } from '../local/status.ts'
import { platform } from '../model/platform.ts'
import { albUrl, cafe, place } from './cafe.ts'
import { type Listening, listeningPorts, onEach, said } from './ports.ts'

export const statusNow = async () => JSON.parse((await cafe('status', '--json')).stdout) as Status
export const boardUrl = `http://${platform.host}:${place.ports.board}`

/** A body that Valkey would take for commands, if it took it. */
export const BODY = 'SET strange 1\r\nSET stranger 2\r\n'
const PATHS = [
  '/',
  '/status',
  '/2015-03-31/functions',
  '/2018-06-01/runtime/invocation/next',
  '/api/orders',
  '/ledger',
]

interface Request {
  readonly method?: string
  readonly host?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}
/** A request with the `Host` that a browser would write, unless it has its own. */
const bytesOf = (port: number, path: string, { method = 'GET', host, headers = {}, body = '' }: Request) =>
  [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host ?? `127.0.0.1:${port}`}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body ? [`Content-Length: ${body.length}`] : []),
    'Connection: close',
    '',
    body,
  ].join('\r\n')

const elsewhere = { Origin: 'http://evil.example' }
const ATTACKS: readonly (readonly [string, Request])[] = [
  ['a page of another site', { headers: elsewhere }],
  ['a page of another port', { headers: { Origin: 'http://127.0.0.1:3000', 'Sec-Fetch-Site': 'same-site' } }],
  ['a name that leads here', { host: 'evil.example' }],
  ['a name that leads here, with the port', { host: 'evil.example:8090' }],
  ['the address of all addresses', { host: '0.0.0.0' }],
  ['an image of another site', { headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' } }],
  ['an image of another port', { headers: { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'no-cors' } }],
  ['a preflight', { method: 'OPTIONS', headers: { ...elsewhere, 'Access-Control-Request-Method': 'PUT' } }],
  ['a preflight without an origin', { method: 'OPTIONS' }],
  ['a simple POST', { method: 'POST', headers: elsewhere, body: BODY }],
  [
    'a form of plain text',
    { method: 'POST', headers: { Origin: 'null', 'Content-Type': 'text/plain' }, body: BODY },
  ],
  [
    'a form',
    {
      method: 'POST',
      headers: { ...elsewhere, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'Action=ListQueues',
    },
  ],
  [
    'a socket of a page',
    {
      headers: {
        ...elsewhere,
        Upgrade: 'websocket',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version': '13',
      },
    },
  ],
]

/** For what has to answer, on a machine that may be busy. */
const PATIENCE_MS = 30_000
const isHttp = (answer: string) => /^HTTP\/1\.[01] \d{3}/.test(answer)
const statusOf = (answer: string) => Number(answer.split(' ')[1])

/** What a page could change: each is looked at before and after. */
export async function traces() {
  const { endpoints, engines } = await statusNow()
  const keys = ['elasticache', 'memorydb'].map(async (id) => {
    const redis = new Redis(endpoints[id]!)
    const found = await redis.exists('strange', 'stranger')
    redis.disconnect()
    return found
  })
  return { engines, keys: await Promise.all(keys) }
}

/** Runs against a system that is up with its stress listeners. */
export function strangersCase() {
  describe.skipIf(process.platform !== 'linux')('strangers', () => {
    let ports: readonly Listening[]
    const http = new Set<number>()
    beforeAll(async () => {
      ports = listeningPorts()
      await onEach(ports, async ({ port }) => {
        if (isHttp(await said(port, bytesOf(port, '/', {})))) http.add(port)
      })
    })

    it('find every port on this machine’s own address, and those of every part among them', async () => {
      expect(ports.filter(({ address }) => address !== platform.host)).toEqual([])
      const { workloads, endpoints } = await statusNow()
      const copies = Object.values(workloads).flatMap((it) => it.copies)
      const named = [
        ...Object.values(endpoints).flatMap((url) =>
          url.startsWith('http') ? [Number(new URL(url).port)] : [],
        ),
        ...copies.flatMap((it) => [it.port, ...(it.stress_port > 0 ? [it.stress_port] : [])]),
      ]
      expect(copies.some((it) => it.stress_port > 0)).toBe(true)
      for (const port of named) expect(http, String(port)).toContain(port)
      // engines, and the links to them, speak something else
      expect(ports.length).toBeGreaterThan(http.size)
    })

    it.each(ATTACKS)('are refused on every port: %s', { timeout: 120_000 }, async (_title, request) => {
      const before = await traces()
      const served: { readonly port: number; readonly what: string }[] = []
      await onEach(ports, async ({ port, process }) => {
        // what speaks no HTTP ends the connection at the first line, whatever its path
        for (const path of http.has(port) ? PATHS : ['/']) {
          const answer = await said(
            port,
            bytesOf(port, path, request),
            http.has(port) ? PATIENCE_MS : undefined,
          )
          const isRefused = http.has(port) ? statusOf(answer) === 403 : !isHttp(answer)
          if (!isRefused || /^access-control-/im.test(answer))
            served.push({ port, what: `${process} ${path} ${answer.slice(0, 200)}` })
        }
      })
      // a copy that has ended meanwhile has taken its ports with it
      const still = new Set(listeningPorts().map(({ port }) => port))
      expect(served.filter(({ port }) => still.has(port))).toEqual([])
      expect(await traces()).toEqual(before)
      expect(before.keys).toEqual([0, 0])
    })

    it('and an unsigned call of a program is served by no AWS endpoint', async () => {
      const { port } = new URL(`http://${platform.host}:${place.ports.aws}`)
      for (const path of PATHS)
        expect(
          statusOf(await said(Number(port), bytesOf(Number(port), path, { method: 'POST', body: '{}' }))),
        ).toBe(403)
    })

    it('while programs and the board’s own page are served', async () => {
      expect((await fetch(`${albUrl}/api/menu/items/tea`)).status).toBe(200)
      for (const host of ['127.0.0.1', 'localhost']) {
        const page = { Origin: `http://${host}:${place.ports.board}`, 'Sec-Fetch-Site': 'same-origin' }
        const request = { host: `${host}:${place.ports.board}`, headers: page }
        expect(statusOf(await said(place.ports.board, bytesOf(place.ports.board, '/status', request)))).toBe(
          200,
        )
      }
      const secrets = new SecretsManagerClient({
        endpoint: `http://${platform.host}:${place.ports.aws}`,
        region: place.system.region,
        credentials: platform.credentials,
      })
      await expect(secrets.send(new GetSecretValueCommand({ SecretId: 'none' }))).rejects.toThrow(/find/)
    })
  })
}
