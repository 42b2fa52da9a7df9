import { Redis } from 'ioredis'
import { afterAll, expect, it } from 'vitest'
import { dimensionValue } from '../../model/dimensions.ts'
import type { ElastiCache } from '../../model/kinds.ts'
import { resourceUrl } from '../../model/resource-url.ts'
import { testContext } from '../../test/contract/context.ts'
import { elasticacheCase } from '../../test/contract/elasticache.case.ts'
import { engineCase, until } from '../../test/contract/engine.case.ts'
import type { Context } from '../types.ts'
import { elasticache } from './elasticache.ts'

const modelOf = (ctx: Context) => ctx.system.resources.elasticache as ElastiCache
engineCase('Valkey', (ctx) => elasticache('elasticache', modelOf(ctx), ctx))

const { ctx, values, remove } = testContext()
const model = modelOf(ctx)
const cache = elasticache('elasticache', model, ctx)
const started = cache.start()
const open = async () => {
  await started
  return resourceUrl(model, cache.endpoint())
}
afterAll(async () => {
  await cache.stop()
  await remove()
})

elasticacheCase('Valkey', async () => ({ url: await open(), maxMemoryMiB: model.maxMemoryMiB }))

const dimensions = { CacheClusterId: dimensionValue(ctx.system, 'CacheClusterId', { of: 'elasticache' }) }
const total = (name: string) =>
  values('AWS/ElastiCache', name, dimensions).reduce((sum, value) => sum + value, 0)

it('publishes each hit, each miss and its clients', async () => {
  const redis = new Redis(await open())
  await redis.set('here', '1')
  const [hits, misses] = [total('CacheHits'), total('CacheMisses')]
  for (let n = 0; n < 5; n += 1) await redis.mget('here', 'absent')
  await until(() => total('CacheHits') >= hits + 5 && total('CacheMisses') >= misses + 5)
  await until(() => values('AWS/ElastiCache', 'CurrConnections', dimensions).at(-1) === 1)
  expect(total('CacheHits')).toBeGreaterThanOrEqual(hits + 5)
  redis.disconnect()
})

it('holds nothing after a reboot', async () => {
  const redis = new Redis(await open())
  await redis.set('here', '1')
  await cache.reboot()
  expect(await redis.dbsize()).toBe(0)
  redis.disconnect()
})
