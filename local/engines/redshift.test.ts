import pg from 'pg'
import { afterAll, expect, it } from 'vitest'
import { dimensionValue } from '../../model/dimensions.ts'
import type { Redshift } from '../../model/kinds.ts'
import { resourceUrl } from '../../model/resource-url.ts'
import { testContext } from '../../test/contract/context.ts'
import { engineCase, until } from '../../test/contract/engine.case.ts'
import type { Context } from '../types.ts'
import { redshift } from './redshift.ts'

const modelOf = (ctx: Context) => ctx.system.resources.redshift as Redshift
engineCase('PostgreSQL', (ctx) => redshift('redshift', modelOf(ctx), ctx))

const { ctx, values, remove } = testContext()
const cluster = redshift('redshift', modelOf(ctx), ctx)
afterAll(async () => {
  await cluster.stop()
  await remove()
})

it('has the database of the model, keeps what was committed before kill -9, and counts its clients', async () => {
  await cluster.start()
  const connectionString = resourceUrl(modelOf(ctx), cluster.endpoint())
  const ask = async (sql: string, during: () => Promise<void> = async () => undefined) => {
    const client = new pg.Client({ connectionString })
    client.on('error', () => undefined)
    await client.connect()
    const { rows } = await client.query(sql)
    await during()
    await client.end().catch(() => undefined)
    return rows
  }
  await ask('create table facts (n int)')
  await ask('insert into facts values (1), (1)')
  const { pid } = cluster.processes()[0]!
  process.kill(pid, 'SIGKILL')
  await until(() => cluster.processes().some((it) => it.pid !== pid))
  await until(async () => (await cluster.health()) === null)
  const dimensions = {
    ClusterIdentifier: dimensionValue(ctx.system, 'ClusterIdentifier', { of: 'redshift' }),
  }
  const clients = () => values('AWS/Redshift', 'DatabaseConnections', dimensions).at(-1)
  expect(await ask('select n from facts', () => until(() => clients() === 1))).toEqual([{ n: 1 }, { n: 1 }])
  await until(() => clients() === 0)
})
