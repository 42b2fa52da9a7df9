import pg from 'pg'
import { afterAll, expect, it } from 'vitest'
import type { Aurora } from '../../model/kinds.ts'
import { auroraClusterId } from '../../model/names.ts'
import { resourceUrl } from '../../model/resource-url.ts'
import { auroraCase } from '../../test/contract/aurora.case.ts'
import { testContext } from '../../test/contract/context.ts'
import { engineCase, until } from '../../test/contract/engine.case.ts'
import type { Context } from '../types.ts'
import { aurora } from './aurora.ts'

const modelOf = (ctx: Context) => ctx.system.resources.aurora as Aurora
engineCase('PostgreSQL with a standby', (ctx) => aurora('aurora', modelOf(ctx), ctx))

const { ctx, values, remove } = testContext()
const cluster = aurora('aurora', modelOf(ctx), ctx)
afterAll(async () => {
  await cluster.stop()
  await remove()
})

auroraCase('PostgreSQL with a standby', async () => {
  await cluster.start()
  return { cluster, url: (role) => resourceUrl(modelOf(ctx), cluster.endpoint(role)) }
})

it('publishes its clients, and the latency of commits and of I/O while there are some', async () => {
  await cluster.start()
  const writer = cluster.members().find(({ role }) => role === 'writer')!
  const DBClusterIdentifier = auroraClusterId(ctx.system, 'aurora')
  const last = (name: string, dimensions: Record<string, string>) =>
    values('AWS/RDS', name, dimensions).at(-1)
  const clients = () => last('DatabaseConnections', { DBInstanceIdentifier: writer.id })
  const pool = new pg.Pool({
    connectionString: resourceUrl(modelOf(ctx), cluster.endpoint('writer')),
    max: 3,
  })
  await Promise.all([1, 2, 3].map(() => pool.query('select pg_sleep(0.2)')))
  await until(() => clients() === 3)
  expect(last('DatabaseConnections', { DBClusterIdentifier, Role: 'WRITER' })).toBe(3)
  await pool.query('create table if not exists measured (n int)')
  const latency = (name: string) => last(name, { DBClusterIdentifier, Role: 'WRITER' }) ?? 0
  await until(async () => {
    await pool.query('insert into measured values (1)')
    return latency('CommitLatency') > 0 && latency('WriteLatency') > 0
  })
  await pool.end()
  await until(() => clients() === 0)
})
