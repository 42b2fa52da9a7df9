import { Redis } from 'ioredis'
import type { Logger } from '../log.ts'

/** A command that takes longer has failed: a cache that is slower than its source is no cache. */
const COMMAND_MS = 500
const CONNECT_MS = 1000

/**
 * A client of ElastiCache or MemoryDB. Commands fail at once while it is not connected, so that a caller can go
 * on without; it connects again by itself.
 */
export function valkey(url: string, log: Logger): Redis {
  const client = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_MS,
    connectTimeout: CONNECT_MS,
    enableAutoPipelining: true,
    retryStrategy: (attempt) => Math.min(attempt * 50, 1000),
  })
  let said = false
  client.on('error', (err: Error) => {
    if (!said) log.warn({ err: err.message }, 'valkey does not answer')
    said = true
  })
  client.on('ready', () => {
    said = false
  })
  return client
}
