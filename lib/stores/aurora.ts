import pg from 'pg'
import { envKeysOf } from '../../model/env-keys.ts'
import type { System } from '../../model/kinds.ts'
import type { Env } from '../env.ts'
import type { Logger } from '../log.ts'
import { type Deadline, withinDeadline } from '../retries.ts'
import { type Login, loginOf } from './credentials.ts'
import { isPassing } from './passing.ts'

/** A cluster: `writer` takes everything, `reader` lags behind it by milliseconds. */
export interface Aurora {
  readonly writer: pg.Pool
  readonly reader: pg.Pool
  /** Retries over a lost connection or a failover; only for statements that are safe to repeat. */
  readonly patiently: Deadline
}

/** Share of the cluster's connections that workloads may hold; the rest is for people and migrations. */
const SHARE = 0.7
/** A failover is over within it at any time scale but 1, and clients still wait for an answer. */
const DEADLINE_MS = 6000
const CONNECT_MS = 2000
const STATEMENT_MS = 4000

// int8 (count, sum) comes as text unless told otherwise; ours stay far below 2^53
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Connections for each copy, so that all copies at their largest number fit the cluster. */
export function connectionsPerCopy(system: System, id: string): number {
  const resource = system.resources[id]
  if (resource?.kind !== 'aurora') throw new Error(`'${id}' is not an Aurora cluster of ${system.id}`)
  const users = Object.values(system.workloads).filter((it) => it.uses.some((use) => use.id === id))
  const copies = users.reduce((sum, it) => sum + ('scaling' in it ? it.scaling.max : 1), 0)
  return Math.max(1, Math.floor((resource.maxConnections * SHARE) / copies))
}

/** Pools to the cluster's writer and reader endpoints. */
export function aurora(env: Env, log: Logger, id = 'aurora'): Aurora {
  const [writerKey, readerKey] = envKeysOf(env.system, { id, access: 'readwrite' })
  const max = connectionsPerCopy(env.system, id)
  const login = loginOf(env, id, log)
  const pool = (key: string) =>
    openPool(
      login ? withPassword(env.of(key), login) : env.of(key),
      { max, application_name: env.copyId },
      log,
    )
  return auroraOf(pool(writerKey!), pool(readerKey!))
}

/** A cluster of pools that are open already. */
export const auroraOf = (writer: pg.Pool, reader: pg.Pool): Aurora => ({
  writer,
  reader,
  patiently: withinDeadline(DEADLINE_MS, isPassing),
})

/** Every new connection asks for the password: a URL would keep the one of the copy's start. */
export function withPassword(url: string, { username, password }: Login): pg.PoolConfig {
  const { hostname, port, pathname, searchParams } = new URL(url)
  return {
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    // TLS as Node has it: of a known authority, and for this very name
    ssl: searchParams.get('sslmode') === 'verify-full',
    user: username,
    password,
  }
}

/** A pool, at a URL or as the driver takes it, whose broken connections are replaced and do not end the process. */
export function openPool(where: string | pg.PoolConfig, config: pg.PoolConfig, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    ...(typeof where === 'string' ? { connectionString: where } : where),
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: STATEMENT_MS,
    keepAlive: true,
    ...config,
  })
  pool.on('error', (err) => log.warn({ err: err.message }, 'a database connection broke'))
  // of one that is lent the pool does not tell; its statement fails in any case, and without a listener the process ends
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
