import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { targetGroupArn } from '../../model/names.ts'
import { noteboard } from '../../test/systems/noteboard/model.ts'
import { type TestCloud, testCloud } from '../runtimes/fixture/cloud.ts'
import type { Outcome } from '../runtimes/lambda/types.ts'
import { alb, type LoadBalancer } from './alb.ts'
import { zonalShifts } from './zonal-shifts.ts'

const { prefix, targetGroup, to } = noteboard.entries.alb.routes[0]

let cloud: TestCloud
let multiValueHeaders: true | undefined
let balancer: LoadBalancer
let events: unknown[]
/** How the function answers: its payload, or what its invocation fails with. */
let answer: { readonly payload?: string; readonly failed?: boolean; readonly refused?: Error }

beforeEach(async () => {
  events = []
  await begin()
})
async function begin() {
  const [route] = noteboard.entries.alb.routes
  const routes = [multiValueHeaders ? { ...route, multiValueHeaders } : route]
  const entries = { alb: { ...noteboard.entries.alb, routes, idleTimeoutSeconds: 1 } }
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
}
async function end() {
  await balancer.stop()
  await cloud.close()
}
afterEach(end)

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

/** A header and a parameter that come twice, as `fetch` cannot send them. */
async function sendTwice() {
  const path = `${prefix}?x=1&x=2`
  const headers = { 'x-own': ['a', 'b'] }
  const sent = request({ host: '127.0.0.1', port: balancer.port(), path, headers }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  return response.headers
}

test('hands over the last value of what comes twice, and takes one of each header', async () => {
  says({ statusCode: 200, headers: { 'x-one': '1' }, multiValueHeaders: { 'x-two': ['1', '2'] } })
  const headers = await sendTwice()
  expect(events).toMatchObject([{ queryStringParameters: { x: '2' }, headers: { 'x-own': 'b' } }])
  expect(events[0]).not.toHaveProperty('multiValueHeaders')
  expect([headers['x-one'], headers['x-two']]).toEqual(['1', undefined])
})

test('hands over and takes all values where the route has lists', async () => {
  await end()
  multiValueHeaders = true
  await begin()
  multiValueHeaders = undefined
  const cookies = ['a=1', 'b=2']
  says({ statusCode: 200, headers: { 'x-one': '1' }, multiValueHeaders: { 'Set-Cookie': cookies } })
  const headers = await sendTwice()
  expect(events).toMatchObject([
    { multiValueQueryStringParameters: { x: ['1', '2'] }, multiValueHeaders: { 'x-own': ['a', 'b'] } },
  ])
  expect(events[0]).not.toHaveProperty('headers')
  expect([headers['x-one'], headers['set-cookie']]).toEqual([undefined, cookies])
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
  ['answers a header that HTTP does not allow', { payload: '{"statusCode":200,"headers":{"a b":"c"}}' }],
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
