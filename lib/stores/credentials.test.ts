import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { platform } from '../../model/platform.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { loginOf, withLogin } from './credentials.ts'

const env = { system: cloudcafe }
const log = { warn: vi.fn() }
const handed = { AURORA_USERNAME: 'cafe', AURORA_PASSWORD: 'handed' }
let current = 'first'
let asked = 0
/** Secrets Manager as far as one secret goes. */
const secrets = createServer((_, response) => {
  asked += 1
  if (current === '') return response.writeHead(400).end('{"__type":"ResourceNotFoundException"}')
  response.end(JSON.stringify({ SecretString: JSON.stringify({ username: 'cafe', password: current }) }))
})

beforeAll(async () => {
  await new Promise<void>((resolve) => secrets.listen(0, platform.host, resolve))
  vi.stubEnv('AWS_ENDPOINT_URL', `http://${platform.host}:${(secrets.address() as AddressInfo).port}`)
  vi.stubEnv('AWS_REGION', cloudcafe.region)
  vi.stubEnv('AWS_ACCESS_KEY_ID', platform.credentials.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', platform.credentials.secretAccessKey)
})
afterAll(() => {
  vi.unstubAllEnvs()
  secrets.closeAllConnections()
  secrets.close()
})

test('name and password are in the URL as the driver reads it, whatever they are made of', () => {
  const connectionString = withLogin('postgres://writer.example:5432/cloudcafe', 'cafe', 'a/b@c:d%e f?')
  const { user, password, host } = new pg.Client({ connectionString })
  expect({ user, password, host }).toEqual({ user: 'cafe', password: 'a/b@c:d%e f?', host: 'writer.example' })
})

test('a store without a secret in the model, or a copy that is told nothing, has no login', () => {
  expect(loginOf(env, 'aurora', log, {})).toBeNull()
  const keys = { ELASTICACHE_USERNAME: 'a', ELASTICACHE_PASSWORD: 'b', ELASTICACHE_SECRET: 'arn' }
  expect(loginOf(env, 'elasticache', log, keys)).toBeNull()
})

test('what was handed at the start is the login where no secret is named', async () => {
  const login = loginOf(env, 'aurora', log, handed)!
  expect([login.username, await login.password()]).toEqual(['cafe', 'handed'])
})

test('a password that was rotated is known soon, a burst of connections costs one look, an outage keeps the last', async () => {
  const login = loginOf(env, 'aurora', log, { ...handed, AURORA_SECRET: 'arn' })!
  asked = 0
  const burst = await Promise.all(Array.from({ length: 20 }, () => login.password()))
  expect(new Set(burst)).toEqual(new Set(['first']))
  expect(asked).toBe(1)
  current = 'second'
  while ((await login.password()) !== 'second') await sleep(100)
  current = ''
  const before = asked
  while (asked === before) await login.password().then(() => sleep(100))
  expect(await login.password()).toBe('second')
})
