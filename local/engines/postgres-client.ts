import pg from 'pg'
import { platform } from '../../model/platform.ts'
import { SUPERUSER } from './postgres-template.ts'

/** Where a PostgreSQL server is, its superuser's password, and a database of it: `postgres` where none is named. */
export interface Login {
  readonly port: number
  readonly password: string
  readonly database?: string
}

/** Name under which the engines' own sessions show in `pg_stat_activity`; they are not counted as clients. */
export const OWN_SESSIONS = 'cafe-engine'
const CONNECT_MS = 2_000

/** A session of the superuser, who gets in even when clients hold every other connection. */
async function session(login: Login, queryMs = CONNECT_MS): Promise<pg.Client> {
  const client = new pg.Client({
    host: platform.host,
    user: SUPERUSER,
    database: 'postgres',
    ...login,
    application_name: OWN_SESSIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: queryMs,
  })
  // without a listener a lost connection would end this process; the query under way rejects in any case
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** Runs work in a session of its own. */
export async function withSession<T>(
  login: Login,
  work: (client: pg.Client) => Promise<T>,
  queryMs?: number,
): Promise<T> {
  const client = await session(login, queryMs)
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A session that is kept open for measuring, one query after the other, and opened anew after an error. */
export interface Probe {
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

export function probe(login: () => Login): Probe {
  let client: pg.Client | null = null
  let last: Promise<unknown> = Promise.resolve()
  const close = async () => {
    const old = client
    client = null
    await old?.end().catch(() => undefined)
  }
  async function ask<Row extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<Row[]> {
    try {
      client ??= await session(login())
      return (await client.query<Row>(sql, values)).rows
    } catch (error) {
      await close()
      throw error
    }
  }
  return {
    close,
    query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) {
      const answer = last.then(() => ask<Row>(sql, values))
      last = answer.catch(() => undefined)
      return answer
    },
  }
}
