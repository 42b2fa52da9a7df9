import pg from 'pg'
import { platform } from '../../../model/platform.ts'
import type { Engine } from '../../types.ts'
import { RESULTS } from './results.ts'

/** Redshift's functions that PostgreSQL lacks, and the place for results. */
const SET_UP = `
  CREATE SCHEMA IF NOT EXISTS ${RESULTS};
  CREATE OR REPLACE FUNCTION public.getdate() RETURNS timestamp LANGUAGE sql STABLE AS 'SELECT LOCALTIMESTAMP(0)';`

/** Sessions to a cluster's databases: as many as run at once, and one more to cancel, page and look around. */
export function databases(engine: Engine, slots: number) {
  const pools = new Map<string, { readonly pool: pg.Pool; readonly ready: Promise<unknown> }>()
  function open(database: string) {
    const { user, password } = platform.database
    const pool = new pg.Pool({
      ...engine.endpoint(),
      user,
      password,
      database,
      max: slots + 2,
      idleTimeoutMillis: 60_000,
      application_name: 'redshift-data',
    })
    // a lost idle session is opened anew; the query under way fails in any case
    pool.on('error', () => undefined)
    const ready = pool.query(SET_UP)
    ready.catch(() => {
      pools.delete(database)
      void pool.end()
    })
    return { pool, ready }
  }
  return {
    /** A database's pool; throws where the database is not there or the cluster is away. */
    async of(database: string): Promise<pg.Pool> {
      const found = pools.get(database) ?? open(database)
      pools.set(database, found)
      await found.ready
      return found.pool
    },
    close: async () => {
      await Promise.all([...pools.values()].map(({ pool }) => pool.end()))
      pools.clear()
    },
  }
}
export type Databases = ReturnType<typeof databases>
