import type { EventEmitter } from 'node:events'
import { Cluster, Redis, type RedisCommander } from 'ioredis'
import type { Logger } from '../log.ts'

/** A command that takes longer has failed: a cache that is slower than its source is no cache. */
const COMMAND_MS = 500
const CONNECT_MS = 1000

/** What a workload asks of MemoryDB: one node here, a cluster on AWS. */
export type Memory = RedisCommander &
  EventEmitter & { readonly status: string; readonly disconnect: () => void }

/**
 * A client of ElastiCache. Commands fail at once while it is not connected, so that a caller can go on without; it
 * connects again by itself.
 */
export const valkey = (url: string, log: Logger): Redis => told(nodeAt(url), log)

/** A client of MemoryDB, which is a cluster where the URL says `cluster=true`; it fails and comes back as `valkey` does. */
export const memory = (url: string, log: Logger): Memory =>
  new URL(url).searchParams.get('cluster') === 'true' ? told(clusterAt(url), log) : valkey(url, log)

/** Says once that a client has lost its server, and again after it has had it back. */
function told<Client extends EventEmitter>(client: Client, log: Logger): Client {
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

const retryStrategy = (attempt: number) => Math.min(attempt * 50, 1000)
const PATIENCE = { maxRetriesPerRequest: 0, commandTimeout: COMMAND_MS, connectTimeout: CONNECT_MS } as const

const nodeAt = (url: string) =>
  new Redis(url, { ...PATIENCE, enableOfflineQueue: false, enableAutoPipelining: true, retryStrategy })

/** A cluster tells its nodes by names that its certificates bear; they are not to be looked up before. */
function clusterAt(url: string): Cluster {
  const { hostname, port, protocol } = new URL(url)
  return new Cluster([{ host: hostname, port: Number(port) }], {
    dnsLookup: (address, callback) => callback(null, address),
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    clusterRetryStrategy: retryStrategy,
    redisOptions: { ...PATIENCE, ...(protocol === 'rediss:' ? { tls: {} } : {}) },
  })
}
