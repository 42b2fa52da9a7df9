import { createHash, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Alb } from '../../model/kinds.ts'
import { albName, targetGroupName } from '../../model/names.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import {
  ask,
  healthy,
  live,
  noFunctions,
  systemWith,
  type TestCloud,
  testCloud,
  until,
} from '../runtimes/fixture/cloud.ts'
import type { Runtime } from '../types.ts'
import { alb, type LoadBalancer } from './alb.ts'
import { type ZonalShifts, zonalShifts } from './zonal-shifts.ts'

const entry: Alb = {
  ...cloudcafe.entries.alb,
  idleTimeoutSeconds: 1,
  routes: [
    ...cloudcafe.entries.alb.routes,
    { prefix: '/raw', strip: '/raw', to: 'order', targetGroup: 'order-service-tg', auth: 'none' },
  ],
}
const system = { ...systemWith({ order: { provisioningSeconds: 1 } }), entries: { alb: entry } }
const whole = { LoadBalancer: albName(system, 'alb') }
const ofOrder = { ...whole, TargetGroup: targetGroupName('order-service-tg') }

let cloud: TestCloud
let ecs: Runtime
let balancer: LoadBalancer
let shifts: ZonalShifts
beforeEach(async () => {
  cloud = await testCloud(system)
  ecs = cloud.run('ecs')
  const copies = (workload: string) => ecs.copies().filter((copy) => copy.workload === workload)
  shifts = zonalShifts()
  balancer = alb(cloud.ctx, 'alb', { copies, traffic: cloud.traffic, shifts, ...noFunctions })
  await balancer.start()
})
afterEach(async () => {
  await balancer.stop()
  await cloud.close()
})

const send = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${balancer.port()}${path}`, init)
const seen = async (path: string, init?: RequestInit) => (await send(path, init)).json()
const sum = (name: string, dimensions: object) =>
  cloud.metrics
    .filter((it) => it.name === name && JSON.stringify(it.dimensions) === JSON.stringify(dimensions))
    .reduce((total, it) => total + it.value, 0)

test('a zone that traffic is shifted out of gets none until the shift ends', async () => {
  await ecs.start()
  await until(() => healthy(ecs).length > 1)
  const [first] = ecs.copies()
  const zones = async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => seen('/raw/env')))
    return answers.map((it) => ecs.copies().find((copy) => copy.id === it.CAFE_COPY_ID)!.zone)
  }
  const end = shifts.start('alb', first!.zone)
  expect(await zones()).not.toContain(first!.zone)
  end()
  expect(await zones()).toContain(first!.zone)
})

test('routes by the path rules of the model, and answers 404 to what none of them names', async () => {
  await ecs.start()
  expect(await seen('/api/orders')).toMatchObject({ method: 'GET', url: '/orders' })
  expect(await seen('/api/orders/7?deep=1')).toMatchObject({ url: '/orders/7?deep=1' })
  expect(await seen('/raw?x=1')).toMatchObject({ url: '/?x=1' })
  for (const path of ['/', '/api', '/api/orders-old', '/orders'])
    expect((await send(path)).status, path).toBe(404)
})

test("adds the headers of a load balancer and keeps the client's own", async () => {
  await ecs.start()
  const { headers } = await seen('/api/orders', {
    headers: { 'x-forwarded-for': '10.0.0.9', 'idempotency-key': 'k' },
  })
  expect(headers).toMatchObject({
    'x-forwarded-for': '10.0.0.9, 127.0.0.1',
    'x-forwarded-proto': 'http',
    'idempotency-key': 'k',
    host: `127.0.0.1:${balancer.port()}`,
  })
  expect(headers['x-amzn-trace-id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/)
  const traced = await seen('/api/orders', { headers: { 'x-amzn-trace-id': 'Root=1-5-6' } })
  expect(traced.headers['x-amzn-trace-id']).toBe('Root=1-5-6')
})

test('passes bodies whole, in both directions', async () => {
  await ecs.start()
  const body = randomBytes(2_000_000)
  const answer = await send('/raw/echo', { method: 'POST', body })
  expect(answer.status).toBe(201)
  const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  expect(digest(new Uint8Array(await answer.arrayBuffer()))).toBe(digest(body))
})

test('takes healthy targets in turn, leaves out one that is not ready, and fails open when none is', async () => {
  await ecs.start()
  const ask4 = async () =>
    new Set((await Promise.all([1, 2, 3, 4].map(() => seen('/api/orders')))).map((it) => it.copy))
  const [one, other] = ecs.copies()
  expect(await ask4()).toEqual(new Set([one!.id, other!.id]))
  await ask(one!, '/make-unready')
  await until(() => !one!.healthy)
  expect(await ask4()).toEqual(new Set([other!.id]))
  await ask(other!, '/make-unready')
  await until(() => !other!.healthy)
  expect(await ask4()).toEqual(new Set([one!.id, other!.id]))
})

test('loses no request while tasks are stopped and rolled', async () => {
  await ecs.start()
  let busy = true
  const statuses: number[] = []
  const visitor = async () => {
    while (busy) statuses.push((await send('/raw/slow?ms=20')).status)
  }
  const visitors = Promise.all(Array.from({ length: 8 }, visitor))
  await ecs.stopCopy(ecs.copies()[0]!.id, { hard: false, reason: 'a drill' })
  await until(() => healthy(ecs).length === 2)
  await ecs.roll('order')
  await until(() => live(ecs).length === 2)
  busy = false
  await visitors
  expect(statuses.length).toBeGreaterThan(50)
  expect(new Set(statuses)).toEqual(new Set([200]))
})

test('502 where a target breaks off, 504 where it is too slow, 503 where there is none; each is counted', async () => {
  expect((await send('/api/orders')).status).toBe(503)
  await ecs.start()
  const slow = send('/raw/slow?ms=5000')
  await until(() => ecs.copies().some((copy) => cloud.traffic.open(copy.id) > 0))
  const busy = ecs.copies().find((copy) => cloud.traffic.open(copy.id) > 0)!
  process.kill(busy.pid!, 'SIGKILL')
  const broken = await slow
  expect(broken.status).toBe(502)
  expect(await broken.text()).toContain('502 Bad Gateway')
  expect((await send('/raw/slow?ms=5000')).status).toBe(504)
  expect((await send('/raw/fail')).status).toBe(500)
  await until(() => sum('HTTPCode_Target_5XX_Count', whole) === 1)
  expect(sum('HTTPCode_ELB_5XX_Count', whole)).toBe(3)
  for (const status of [502, 503, 504])
    expect(sum(`HTTPCode_ELB_${status}_Count`, whole), `${status}`).toBe(1)
  // as on AWS, a request without a target is not in RequestCount
  expect(sum('RequestCount', whole)).toBe(3)
})

test('a task that hangs costs its callers a 5xx within the idle timeout, however many they are, and is replaced', async () => {
  await ecs.start()
  const hung = ecs.copies()[0]!
  process.kill(hung.pid!, 'SIGSTOP')
  const since = performance.now()
  const statuses = await Promise.all(
    Array.from({ length: 400 }, async (_, i) => {
      const post = { method: 'POST', body: 'x'.repeat(i === 0 ? 5_000_000 : 100) }
      return (await send('/raw/echo', i % 2 ? {} : post)).status
    }),
  )
  expect(performance.now() - since).toBeLessThan(10_000)
  expect(statuses.filter((it) => it >= 500).length).toBeGreaterThan(100)
  expect(statuses.filter((it) => ![200, 201, 502, 504].includes(it))).toEqual([])
  await until(() => hung.state === 'stopped')
  await until(() => healthy(ecs).length === 2)
  expect(cloud.events).toContainEqual(
    expect.objectContaining({ what: 'task unhealthy', detail: expect.objectContaining({ id: hung.id }) }),
  )
  expect((await send('/raw/env')).status).toBe(200)
})

test('a task that starts gets no request before its first health check has passed', async () => {
  const starting = ecs.start()
  await until(() => ecs.copies().some((copy) => copy.state === 'starting'))
  expect((await send('/raw/env')).status).toBe(503)
  await starting
  expect((await send('/raw/env')).status).toBe(200)
})

test('counts requests, answers, times and hosts for the balancer and for the group', async () => {
  await ecs.start()
  for (let i = 0; i < 5; i++) await (await send('/api/orders')).text()
  await until(() => sum('RequestCount', whole) === 5)
  for (const dimensions of [whole, ofOrder]) {
    expect(sum('RequestCount', dimensions)).toBe(5)
    expect(sum('HTTPCode_Target_2XX_Count', dimensions)).toBe(5)
    expect(sum('TargetResponseTime', dimensions)).toBeGreaterThan(0)
  }
  expect(cloud.metrics).toContainEqual({ name: 'HealthyHostCount', dimensions: ofOrder, value: 2 })
})

test('a rule leads where its paths say, and as before when it has its own again', async () => {
  await ecs.start()
  const before = balancer.rules()
  const { route, paths } = before.find((it) => it.route.prefix === '/api/orders')!
  balancer.setPaths(route, ['/api/o?ders/*', '/*.tea'])
  const statuses = async (...asked: string[]) =>
    Promise.all(asked.map(async (path) => (await send(path)).status))
  expect(await statuses('/api/orders', '/api/orders/7', '/green.tea', '/greentea')).toEqual([
    404, 200, 200, 404,
  ])
  balancer.setPaths(route, paths)
  expect(await statuses('/api/orders', '/green.tea')).toEqual([200, 404])
  expect(balancer.rules()).toEqual(before)
})
