import { afterAll } from 'vitest'
import type { MemoryDb } from '../../model/kinds.ts'
import { resourceUrl } from '../../model/resource-url.ts'
import { testContext } from '../../test/contract/context.ts'
import { engineCase, until } from '../../test/contract/engine.case.ts'
import { memorydbCase } from '../../test/contract/memorydb.case.ts'
import type { Context } from '../types.ts'
import { memorydb } from './memorydb.ts'

const modelOf = (ctx: Context) => ctx.system.resources.memorydb as MemoryDb
engineCase('Valkey with its append-only file', (ctx) => memorydb('memorydb', modelOf(ctx), ctx))

const { ctx, remove } = testContext()
const cluster = memorydb('memorydb', modelOf(ctx), ctx)
afterAll(async () => {
  await cluster.stop()
  await remove()
})

memorydbCase('Valkey with its append-only file', async () => {
  await cluster.start()
  return {
    url: () => resourceUrl(modelOf(ctx), cluster.endpoint()),
    readerUrl: () => resourceUrl(modelOf(ctx), cluster.endpoint('reader')),
    async crash() {
      const { pid } = cluster.processes()[0]!
      process.kill(pid, 'SIGKILL')
      await until(() => cluster.processes().every((it) => it.pid !== pid))
      await until(async () => (await cluster.health()) === null)
    },
  }
})
