import pg from 'pg'
import { expect, test } from 'vitest'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { withCredentials } from './credentials.ts'

const url = 'postgres://writer.example:5432/cloudcafe'

test('name and password of the secret are in the URL as the driver reads it, whatever they are made of', () => {
  const env = { AURORA_USERNAME: 'cafe', AURORA_PASSWORD: 'a/b@c:d%e f?' }
  const connectionString = withCredentials({ system: cloudcafe }, 'aurora', url, env)
  const { user, password, host } = new pg.Client({ connectionString })
  expect({ user, password, host }).toEqual({ user: 'cafe', password: 'a/b@c:d%e f?', host: 'writer.example' })
})

test('a store without a secret, or a copy without its keys, keeps the URL', () => {
  expect(withCredentials({ system: cloudcafe }, 'aurora', url, {})).toBe(url)
  const env = { ELASTICACHE_USERNAME: 'a', ELASTICACHE_PASSWORD: 'b' }
  expect(withCredentials({ system: cloudcafe }, 'elasticache', 'redis://cache:6379', env)).toBe(
    'redis://cache:6379',
  )
})
