import { afterAll } from 'vitest'
import type { Aurora } from '../../model/kinds.ts'
import { resourceUrl } from '../../model/names.ts'
import { auroraCase } from '../../test/contract/aurora.case.ts'
import { testContext } from '../../test/contract/context.ts'
import { engineCase } from '../../test/contract/engine.case.ts'
import type { Context } from '../types.ts'
import { aurora } from './aurora.ts'

const modelOf = (ctx: Context) => ctx.system.resources.aurora as Aurora
engineCase('PostgreSQL with a standby', (ctx) => aurora('aurora', modelOf(ctx), ctx))

const { ctx, remove } = testContext()
const cluster = aurora('aurora', modelOf(ctx), ctx)
afterAll(async () => {
  await cluster.stop()
  await remove()
})

auroraCase('PostgreSQL with a standby', async () => {
  await cluster.start()
  return { cluster, url: (role) => resourceUrl(modelOf(ctx), cluster.endpoint(role)) }
})
