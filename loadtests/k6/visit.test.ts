import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { K6 } from '../load.ts'
import { fromLine, type Request } from '../record.ts'
import { readSummary } from '../summary.ts'

interface Call {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const folder = mkdtempSync(join(tmpdir(), 'visit-'))
const calls: Call[] = []
/** Ids that no record may take apart. */
const ID = 'job 7/ä'
let server: Server
let base: string
beforeAll(async () => {
  server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const { method = '', url = '', headers } = incoming
    calls.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
    const json = (status: number, it: object) => response.writeHead(status).end(JSON.stringify(it))
    if (url === '/session') return json(200, { session: { token: 'secret-token' } })
    if (method === 'PUT' && url.startsWith('/jobs/'))
      return json(202, { id: ID, upload_url: `${base}/store?sign=a%2Fb` })
    if (method === 'PUT') return response.writeHead(204).end()
    if (method === 'GET') return response.writeHead(303, { location: '/elsewhere' }).end()
    return json(404, {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

const summary = join(folder, 'summary.json')
const record = join(folder, 'requests.log')
const k6 = (env: Readonly<Record<string, string>> = {}) =>
  execa(
    K6,
    [
      ...['run', '--quiet', '--no-usage-report', '--address', '127.0.0.1:0'],
      ...['--log-format', 'raw', '--console-output', record],
      join(import.meta.dirname, 'fixture/errand.ts'),
    ],
    { env: { BASE_URL: base, RUN: 'the-run', SUMMARY: summary, ...env }, reject: false },
  )

test('a step has any method, headers, body and status, and a memory for those after it', {
  timeout: 60_000,
}, async () => {
  const { exitCode, stderr } = await k6()
  expect(exitCode, stderr).toBe(0)
  const text = readFileSync(record, 'utf8')
  const requests = text.split('\n').flatMap((line): Request[] => (line ? [fromLine(line)!] : []))
  const visits = requests.filter((it) => it.step === 'leave').length
  expect(visits).toBeGreaterThan(1)
  expect(requests.filter((it) => !it.ok)).toEqual([])
  expect(new Set(calls.map((it) => `${it.method} ${it.url}`))).toEqual(
    new Set([
      'POST /session',
      'PUT /jobs/a%20b%2Fc',
      'PUT /store?sign=a%2Fb',
      `GET /jobs/${encodeURIComponent(ID)}`,
      `DELETE /jobs/${encodeURIComponent(ID)}`,
    ]),
  )
  const begun = calls.filter((it) => it.url.startsWith('/jobs/a'))
  expect(begun.every((it) => it.headers.authorization === 'Bearer secret-token')).toBe(true)
  const keys = begun.map((it) => it.headers['idempotency-key'])
  expect(new Set(keys).size).toBe(keys.length)
  expect(keys.every((it) => String(it).startsWith('the-run-'))).toBe(true)
  const login = calls.find((it) => it.url === '/session')
  expect(login).toMatchObject({
    body: '{"name":"somebody"}',
    headers: { 'content-type': 'application/json' },
  })
  const upload = calls.find((it) => it.url.startsWith('/store'))
  expect(upload).toMatchObject({ body: `text of ${ID}`, headers: { 'content-type': 'text/plain' } })
  // the record keeps what was accepted, and nothing else that was remembered
  expect(requests.filter((it) => it.accepted).map((it) => [it.step, it.accepted])).toEqual(
    Array.from({ length: visits }, () => ['begin', { subject: 'job', id: ID }]),
  )
  expect(text).not.toContain('secret-token')
  expect(readSummary(summary).failedPercent).toBe(0)
})

test('a body that visitors do not have is told before anybody visits', { timeout: 60_000 }, async () => {
  calls.length = 0
  const { exitCode, stderr } = await k6({ NO_TEXT: '1' })
  expect(exitCode).not.toBe(0)
  expect(stderr).toMatch(/step 'upload': visitors have no body 'text': known are login/)
  expect(calls).toEqual([])
})
