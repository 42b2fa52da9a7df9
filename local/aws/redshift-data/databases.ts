import pg from 'pg'
import { platform } from '../../../model/platform.ts'
import type { Engine } from '../../types.ts'
import { RESULTS } from './results.ts'

/** Redshift's functions that PostgreSQL lacks, and the place for results. */
const SET_UP = `
  CREATE SCHEMA IF NOT EXISTS ${RESULTS};
  CREATE OR REPLACE FUNCTION public.getdate() RETURNS timestamp LANGUAGE sql STABLE AS 'SELECT LOCALTIMESTAMP(0)';`

/** How Redshift reads and writes text, whatever the machine is set to: a backslash escapes, times are in UTC. */
const SETTINGS = {
  TimeZone: 'UTC',
  DateStyle: 'ISO,MDY',
  IntervalStyle: 'postgres',
  standard_conforming_strings: 'off',
  escape_string_warning: 'off',
}
const OPTIONS = Object.entries(SETTINGS)
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(' ')

/** Sessions to a cluster's databases: as many as run at once, and one more to cancel, page and look around. */
export function databases(engine: Engine, slots: number) {
  const pools = new Map<string, { readonly pool: pg.Pool; readonly ready: Promise<unknown> }>()
  const login = (database: string) => ({
    ...engine.endpoint(),
    user: platform.database.user,
    password: platform.database.password,
    database,
    application_name: 'redshift-data',
    options: OPTIONS,
  })
  function open(database: string) {
    const pool = new pg.Pool({ ...login(database), max: slots + 2, idleTimeoutMillis: 60_000 })
    // a lost idle session is opened anew; the query under way fails in any case
    pool.on('error', () => undefined)
    // of a session that is lent the pool does not tell
    pool.on('connect', (session) => session.on('error', () => undefined))
    const ready = pool.query(SET_UP)
    ready.catch(() => {
      pools.delete(database)
      void pool.end()
    })
    return { pool, ready }
  }
  /** A database's pool; throws where the database is not there or the cluster is away. */
  async function of(database: string): Promise<pg.Pool> {
    const found = pools.get(database) ?? open(database)
    pools.set(database, found)
    await found.ready
    return found.pool
  }
  return {
    of,
    /** A connection of its own, for a session that is kept; `lost` is called when it breaks. */
    async connect(database: string, lost: () => void): Promise<pg.Client> {
      await of(database)
      const client = new pg.Client(login(database))
      client.on('error', lost)
      client.on('end', lost)
      await client.connect()
      return client
    },
    /** Lends a session that nobody used before, as far as its user can tell. */
    async lend<T>(database: string, work: (session: pg.PoolClient) => Promise<T>): Promise<T> {
      const session = await (await of(database)).connect()
      try {
        return await work(session)
      } finally {
        // settings and temporary tables of one caller must not reach the next
        await session.query('DISCARD ALL').then(
          () => session.release(),
          () => session.release(true),
        )
      }
    },
    close: async () => {
      await Promise.all([...pools.values()].map(({ pool }) => pool.end()))
      pools.clear()
    },
  }
}
export type Databases = ReturnType<typeof databases>
