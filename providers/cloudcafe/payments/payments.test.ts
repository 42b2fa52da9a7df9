import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import * as fc from 'fast-check'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { paymentsApp } from './app.ts'
import { charges } from './charges.ts'
import { latency } from './latency.ts'
import { type Charge, openLedger } from './ledger.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cafe-payments-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const authorization = 'Bearer open'
const bodyOf = (n: number, amount_cents = 450) => ({ order_id: `order-${n}`, customer_id: 'c', amount_cents })

async function provider(declinePercent = 3, bank = async () => {}) {
  const known: Charge[] = []
  const ledger = await openLedger(join(folder, 'ledger.ndjson'), (charge) => known.push(charge))
  const all = charges(known, { append: ledger.append, bank, declinePercent })
  const app = paymentsApp(all, ledger, { apiKey: 'open', log: pino({ level: 'silent' }) })
  const charge = (key: string, payload: object) =>
    app.inject({
      method: 'POST',
      url: '/charges',
      headers: { authorization, 'idempotency-key': key },
      payload,
    })
  return { app, ledger, charge }
}

describe('charges', () => {
  test('the same key and body give the same answer and one line of the ledger, also at once', async () => {
    const { app, charge } = await provider(0, () => new Promise((resolve) => setTimeout(resolve, 20)))
    const answers = await Promise.all([1, 2, 3].map(() => charge('k', bodyOf(1))))
    answers.push(await charge('k', bodyOf(1)))
    expect(new Set(answers.map((it) => it.body)).size).toBe(1)
    expect((await app.inject('/ledger')).body.trim().split('\n')).toHaveLength(1)
  })

  test('whoever has no API key, or another, charges nobody', async () => {
    const { app } = await provider(0)
    for (const headers of [{}, { authorization: 'Bearer shut' }]) {
      const refused = await app.inject({
        method: 'POST',
        url: '/charges',
        headers: { ...headers, 'idempotency-key': 'k' },
        payload: bodyOf(1),
      })
      expect(refused.statusCode).toBe(401)
    }
    expect((await app.inject('/ledger')).body).toBe('')
  })

  test('the same key with another body is a 422 problem and changes nothing', async () => {
    const { app, charge } = await provider(0)
    await charge('k', bodyOf(1))
    const refused = await charge('k', bodyOf(1, 451))
    expect(refused.statusCode).toBe(422)
    expect(refused.headers['content-type']).toContain('application/problem+json')
    expect((await app.inject('/ledger')).body).not.toContain('451')
  })

  test('a missing key, a wrong amount and an unknown field are 400, and all are named', async () => {
    const { app } = await provider()
    const bad = { method: 'POST', url: '/charges' } as const
    const nothing = await app.inject({ ...bad, headers: { authorization }, payload: bodyOf(1) })
    expect(nothing.json().detail).toContain('idempotency-key')
    const headers = { authorization, 'idempotency-key': 'k' }
    const answer = await app.inject({ ...bad, headers, payload: { ...bodyOf(1, 1.5), tip: 1 } })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors).toHaveLength(2)
  })

  test('declines come at the share asked for, and the same orders every time', async () => {
    const outcomes = async () => {
      const all = charges([], { append: async () => {}, bank: async () => {}, declinePercent: 10 })
      return Promise.all(
        Array.from({ length: 2000 }, async (_, n) => (await all.charge(`${n}`, bodyOf(n))).status),
      )
    }
    const [first, second] = [await outcomes(), await outcomes()]
    expect(second).toEqual(first)
    const declined = first.filter((status) => status === 'declined').length
    expect(declined).toBeGreaterThan(140)
    expect(declined).toBeLessThan(260)
  })

  test('charges of an order can be looked up; an unknown one is a 404 problem', async () => {
    const { app, charge } = await provider(0)
    await charge('k', bodyOf(5))
    expect((await app.inject('/charges/order-5')).json().charges).toMatchObject([{ status: 'succeeded' }])
    expect((await app.inject('/charges/order-6')).statusCode).toBe(404)
  })
})

test('a ledger gives back all that was appended, and drops a last line that was cut off', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string()), fc.string({ minLength: 1 }), async (reasons, torn) => {
      const path = join(folder, `${Math.random()}.ndjson`)
      const lines = reasons.map(
        (reason, n): Charge => ({
          ...bodyOf(n),
          charge_id: `ch_${n}`,
          status: 'declined',
          reason,
          at: '2025-01-01T00:00:00.000Z',
          idempotency_key: String(n),
        }),
      )
      const written = await openLedger(path, () => {})
      await Promise.all(lines.map((line) => written.append(line)))
      await written.close()
      appendFileSync(path, `{"charge_id":${JSON.stringify(torn)}`)
      const read: Charge[] = []
      const again = await openLedger(path, (charge) => read.push(charge))
      await again.close()
      expect(read).toEqual(lines)
    }),
    { numRuns: 30 },
  )
})

test('a ledger with a whole last line but for its end keeps it; one broken in the middle is refused', async () => {
  const path = join(folder, 'ledger.ndjson')
  writeFileSync(path, '{"charge_id":"a"}\n{"charge_id":"b"}')
  const seen: string[] = []
  const ledger = await openLedger(path, (charge) => seen.push(charge.charge_id))
  await ledger.append({ charge_id: 'c' } as Charge)
  await ledger.close()
  expect(seen).toEqual(['a', 'b'])
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4)
  writeFileSync(path, '{"charge_id":"a"}\nx\n{"charge_id":"b"}\n')
  await expect(openLedger(path, () => {})).rejects.toThrow('line 2 is no charge')
})

test('where the disk is full a ledger keeps each charge that was acknowledged, whole, and no other', async () => {
  const path = join(folder, 'ledger.ndjson')
  const script = `
    const { openLedger } = await import(${JSON.stringify(new URL('./ledger.ts', import.meta.url).href)})
    const ledger = await openLedger(${JSON.stringify(path)}, () => {})
    const charge = (n) => ({ charge_id: String(n), reason: 'x'.repeat(n === 1 ? 3000 : 700) })
    const append = (n) => ledger.append(charge(n)).then(() => console.log(n), (error) => console.error(error.code))
    for (const group of [[0, 1], [2, 3, 4, 5, 6], [7]]) await Promise.all(group.map(append))`
  // a limit on the size of files ends a write in its middle, as a full disk does
  const limited = [
    '-c',
    'ulimit -f 6; exec "$@"',
    'bash',
    process.execPath,
    '--input-type=module',
    '-e',
    script,
  ]
  const { stdout, stderr } = await execa('bash', limited)
  expect(stderr).toContain('EFBIG')
  const kept: string[] = []
  await (await openLedger(path, (charge) => kept.push(charge.charge_id))).close()
  expect(kept).toEqual(stdout.split('\n'))
  expect(kept).toContain('7')
})

test('latency has the median and the 99th percentile asked for', () => {
  const draw = latency({ p50: 40, p99: 250 })
  const all = Array.from({ length: 20_000 }, draw).sort((a, b) => a - b)
  expect(all[10_000]! / 40).toBeCloseTo(1, 1)
  expect(all[19_800]! / 250).toBeGreaterThan(0.8)
  expect(all[19_800]! / 250).toBeLessThan(1.25)
})

describe('as a process', () => {
  let child: ChildProcess
  afterEach(() => child.kill('SIGKILL'))

  test('kill -9 loses no charge that was answered, and answers stay the same', async () => {
    const port = await freePort()
    const base = `http://127.0.0.1:${port}`
    const charge = (n: number) =>
      fetch(`${base}/charges`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'idempotency-key': `order-${n}` },
        body: JSON.stringify(bodyOf(n)),
      }).then((it) => it.json() as Promise<Charge>)
    child = await boot(port, base)
    const answered: Charge[] = []
    const offered = Array.from({ length: 40 }, (_, n) =>
      charge(n).then(
        (it) => answered.push(it),
        () => {},
      ),
    )
    await vi.waitFor(() => expect(answered.length).toBeGreaterThan(5), 5000)
    child.kill('SIGKILL')
    await Promise.all(offered)
    child = await boot(port, base)
    const ledger = (await (await fetch(`${base}/ledger`)).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(ledger.map((it) => it.charge_id)).toEqual(
      expect.arrayContaining(answered.map((it) => it.charge_id)),
    )
    const again = await charge(Number(answered[0]!.order_id.split('-')[1]))
    expect(again).toEqual(answered[0])
  })

  async function boot(port: number, base: string): Promise<ChildProcess> {
    const own = {
      PORT: String(port),
      PAYMENTS_LEDGER: join(folder, 'ledger.ndjson'),
      PAYMENTS_API_KEY: 'open',
    }
    const env = { ...process.env, ...own }
    const started = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], { env, stdio: 'ignore' })
    await vi.waitFor(async () => expect((await fetch(`${base}/health`)).ok).toBe(true), { timeout: 15_000 })
    return started
  }
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}
