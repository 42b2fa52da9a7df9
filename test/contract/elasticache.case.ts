import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** A running ElastiCache node. */
export interface CacheUnderTest {
  readonly url: string
  readonly maxMemoryMiB: number
}

/** What a cache promises its clients, with the model's LRU policy. */
export function elasticacheCase(title: string, open: () => Promise<CacheUnderTest>): void {
  describe(`${title} as ElastiCache`, () => {
    let redis: Redis
    let maxMemoryMiB: number
    beforeAll(async () => {
      const cache = await open()
      maxMemoryMiB = cache.maxMemoryMiB
      redis = new Redis(cache.url)
    })
    afterAll(() => redis.disconnect())

    it('forgets an entry when its time is over, and not before', async () => {
      await redis.set('short', '1', 'PX', 60)
      await redis.set('long', '1', 'EX', 300)
      expect(await redis.get('short')).toBe('1')
      await sleep(120)
      expect(await redis.mget('short', 'long')).toEqual([null, '1'])
    })

    it('takes writes when it is full, and drops what was not read for longest', async () => {
      const value = 'x'.repeat(64 * 1024)
      const full = (maxMemoryMiB * 1024) / 64
      const fill = async (prefix: string, entries: number) => {
        for (let n = 0; n < entries; n += 1) expect(await redis.set(`${prefix}:${n}`, value)).toBe('OK')
      }
      const left = async (prefix: string, entries: number) =>
        redis.exists(Array.from({ length: entries }, (_, n) => `${prefix}:${n}`))
      await fill('old', full * 0.8)
      // the clock of Valkey's LRU counts seconds
      await sleep(1_200)
      for (let n = 0; n < 50; n += 1) await redis.get(`old:${n}`)
      await fill('new', full * 0.5)
      const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1])
      expect(used).toBeLessThanOrEqual(maxMemoryMiB * 2 ** 20)
      // its LRU goes by samples: nearly all that was read is left, and clearly less of the rest
      const [read, all] = [await left('old', 50), await left('old', full * 0.8)]
      expect(read).toBeGreaterThanOrEqual(45)
      expect((all - read) / (full * 0.8 - 50)).toBeLessThan(0.8)
    })

    it('counts atomically', async () => {
      await Promise.all(Array.from({ length: 100 }, () => redis.incr('counter')))
      expect(await redis.get('counter')).toBe('100')
    })
  })
}
