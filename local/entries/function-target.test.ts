import { afterEach, beforeEach, expect, test } from 'vitest'
import { targetGroupArn } from '../../model/names.ts'
import { noteboard } from '../../test/systems/noteboard/model.ts'
import { type TestCloud, testCloud } from '../runtimes/fixture/cloud.ts'
import type { Outcome } from '../runtimes/lambda/types.ts'
import { alb, type LoadBalancer } from './alb.ts'
import { zonalShifts } from './zonal-shifts.ts'

const { prefix, targetGroup, to } = noteboard.entries.alb.routes[0]

let cloud: TestCloud
let balancer: LoadBalancer
let events: unknown[]
/** How the function answers: its payload, or what its invocation fails with. */
let answer: { readonly payload?: string; readonly failed?: boolean; readonly refused?: Error }

beforeEach(async () => {
  events = []
  const entries = { alb: { ...noteboard.entries.alb, idleTimeoutSeconds: 1 } }
  cloud = await testCloud({ ...noteboard, entries })
  const invoke = async (id: string, payload: string): Promise<Outcome> => {
    expect(id).toBe(to)
    events.push(JSON.parse(payload))
    if (answer.refused) throw answer.refused
    if (answer.payload === undefined) return new Promise(() => undefined)
    return { payload: answer.payload, failed: answer.failed ?? false } as Outcome
  }
  balancer = alb(cloud.ctx, 'alb', {
    copies: () => [],
    traffic: cloud.traffic,
    shifts: zonalShifts(),
    invoke,
  })
  await balancer.start()
})
afterEach(async () => {
  await balancer.stop()
  await cloud.close()
})

const send = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${balancer.port()}${path}`, init)
const says = (it: unknown) => {
  answer = { payload: JSON.stringify(it) }
}

test('hands a request over as an event, with its query as it was sent', async () => {
  says({ statusCode: 200 })
  const headers = { 'content-type': 'application/json', 'X-Own': 'Yes' }
  await send(`${prefix}/a%20b?x=1%2B1&y=`, { method: 'POST', headers, body: '{"a":1}' })
  expect(events).toMatchObject([
    {
      requestContext: { elb: { targetGroupArn: targetGroupArn(noteboard, targetGroup) } },
      httpMethod: 'POST',
      path: `${prefix}/a%20b`,
      queryStringParameters: { x: '1%2B1', y: '' },
      headers: { 'x-own': 'Yes', 'x-forwarded-proto': 'http' },
      body: '{"a":1}',
      isBase64Encoded: false,
    },
  ])
})

test('hands bytes over in base64, and takes them so', async () => {
  const bytes = Buffer.from([0, 255, 1, 254])
  says({ statusCode: 201, headers: { 'X-Own': 'no' }, body: bytes.toString('base64'), isBase64Encoded: true })
  const response = await send(prefix, { method: 'PUT', body: bytes })
  expect([response.status, response.headers.get('x-own')]).toEqual([201, 'no'])
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
  expect(events).toMatchObject([{ body: bytes.toString('base64'), isBase64Encoded: true }])
})

test.each([
  ['fails', { payload: '{"errorType":"Error"}', failed: true }],
  ['is at its concurrency', { refused: new Error('Rate Exceeded') }],
  ['answers nothing', { payload: 'null' }],
  ['answers text', { payload: '"hello"' }],
  ['answers no status', { payload: '{"body":"hello"}' }],
  ['answers a body that is an object', { payload: '{"statusCode":200,"body":{"a":1}}' }],
  [
    'answers more than a megabyte',
    { payload: JSON.stringify({ statusCode: 200, body: 'a'.repeat(1024 * 1024 + 1) }) },
  ],
])('a function that %s is a 502', async (_what, it) => {
  answer = it
  expect((await send(prefix)).status).toBe(502)
})

test('a function that does not answer in time is a 504, a body of more than a megabyte a 413', async () => {
  answer = {}
  expect((await send(prefix)).status).toBe(504)
  const body = Buffer.alloc(1024 * 1024 + 1)
  expect((await send(prefix, { method: 'POST', body })).status).toBe(413)
  expect(events).toHaveLength(1)
})
