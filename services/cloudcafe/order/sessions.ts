import type { Redis } from 'ioredis'

/** What a visitor did last; kept in ElastiCache, where it may be lost at any time. */
export interface Sessions {
  /** Notes an order; the newest come first, the oldest fall out. */
  note(session: string, orderId: string): Promise<void>
  /** Ids of the session's orders, newest first; empty for a session that has ended or never was. */
  recent(session: string): Promise<string[]>
}

const MOST = 10

/** A session ends `ttlSeconds` after its last order. */
export function sessions(cache: Redis, ttlSeconds: number): Sessions {
  const keyOf = (session: string) => `session:${session}`
  return {
    async note(session, orderId) {
      const key = keyOf(session)
      await cache
        .multi()
        .lpush(key, orderId)
        .ltrim(key, 0, MOST - 1)
        .pexpire(key, Math.ceil(ttlSeconds * 1000))
        .exec()
    },
    recent: (session) => cache.lrange(keyOf(session), 0, -1),
  }
}
