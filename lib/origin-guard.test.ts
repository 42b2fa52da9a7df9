import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { guardOrigin, isLocal, refusalOf } from './origin-guard.ts'

const app = Fastify()
app.get('/before', async () => 'served')
guardOrigin(app)
app.all('/after', async () => 'served')

test.each([
  ['a host name that leads here', { host: 'evil.example:8090' }],
  ['a name that ends as ours', { host: 'evil.localhost:8090' }],
  ['a name that begins as ours', { host: '127.0.0.1.evil.example' }],
  ['every address of this machine', { host: '0.0.0.0:8090' }],
  ['the page of another port', { origin: 'http://127.0.0.1:3000' }],
  ['the page of another name', { origin: 'http://localhost:8090' }],
  ['a page without an origin', { origin: 'null' }],
  ['a page over TLS', { origin: 'https://127.0.0.1:8090' }],
  ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
  ['a page of another port, without its origin', { 'sec-fetch-site': 'same-site' }],
])('%s is refused on every path, known or not', async (_title, headers) => {
  for (const url of ['/before', '/after', '/nowhere']) {
    const answer = await app.inject({ url, headers: { host: '127.0.0.1:8090', ...headers } })
    expect([answer.statusCode, answer.json().status]).toEqual([403, 403])
  }
})

test('a request without a host, and what asks whether a page may, are refused', async () => {
  expect(refusalOf({ method: 'GET', headers: {} })).toContain("the host ''")
  expect((await app.inject({ method: 'OPTIONS', url: '/after' })).statusCode).toBe(403)
})

test.each([
  ['a program', {}],
  ['a program by the other name', { host: 'localhost' }],
  ['a program over IPv6', { host: '[::1]:8090' }],
  ['the page itself', { origin: 'http://127.0.0.1:8090', 'sec-fetch-site': 'same-origin' }],
  ['a user who typed the address', { 'sec-fetch-site': 'none' }],
])('%s is served', async (_title, headers) => {
  const answer = await app.inject({ url: '/after', headers: { host: '127.0.0.1:8090', ...headers } })
  expect([answer.statusCode, answer.body]).toEqual([200, 'served'])
})

test('only what listens on this machine alone is guarded: on AWS names are the users’ own', () => {
  expect([isLocal('127.0.0.1'), isLocal('0.0.0.0')]).toEqual([true, false])
})
