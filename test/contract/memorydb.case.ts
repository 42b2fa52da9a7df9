import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from './engine.case.ts'

/** A running MemoryDB cluster; `crash` is kill -9 of its primary, and resolves when that answers again. */
export interface MemoryDbUnderTest {
  url(): string
  readerUrl(): string
  crash(): Promise<void>
}

/** What MemoryDB promises: what it acknowledged outlives its primary. */
export function memorydbCase(title: string, open: () => Promise<MemoryDbUnderTest>): void {
  describe(`${title} as MemoryDB`, () => {
    let cluster: MemoryDbUnderTest
    beforeAll(async () => {
      cluster = await open()
    })
    const clients: Redis[] = []
    const client = (url: string) => {
      const redis = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => 20 })
      redis.on('error', () => undefined)
      clients.push(redis)
      return redis
    }
    afterAll(() => {
      for (const redis of clients) redis.disconnect()
    })

    it('loses no acknowledged write when its primary is killed under load', async () => {
      const redis = client(cluster.url())
      const acknowledged = new Map<string, number>()
      let writing = true
      const writers = Array.from({ length: 8 }, async (_, writer) => {
        for (let n = 1; writing; n += 1)
          await redis.set(`writer:${writer}`, n).then(
            () => acknowledged.set(`writer:${writer}`, n),
            () => new Promise((resolve) => setTimeout(resolve, 5)),
          )
      })
      await until(() => acknowledged.size === 8)
      await cluster.crash()
      const before = new Map(acknowledged)
      await until(() => [...acknowledged].every(([key, n]) => n > before.get(key)!))
      await cluster.crash()
      writing = false
      await Promise.all(writers)
      for (const [key, n] of acknowledged) expect(Number(await redis.get(key))).toBeGreaterThanOrEqual(n)
    })

    it('has a replica that gets what the primary gets', async () => {
      await client(cluster.url()).set('both', 'yes')
      const reader = client(cluster.readerUrl())
      await until(async () => (await reader.get('both').catch(() => null)) === 'yes')
      await expect(reader.set('both', 'no')).rejects.toThrow(/READONLY/)
    })
  })
}
