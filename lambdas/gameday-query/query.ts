import pg from 'pg'
import type { Query } from '../../lib/gameday-query.ts'

/** Who asks: a user of the database. */
export interface Login {
  readonly username: string
  readonly password: string
}

const PATIENCE_MS = 10_000

/** Rows of one statement, which may read and nothing else; the URL is without a login. */
export async function answerOf(
  url: string,
  { username, password }: Login,
  { sql, values }: Query,
): Promise<unknown[]> {
  const whole = new URL(url)
  whole.username = encodeURIComponent(username)
  whole.password = encodeURIComponent(password)
  const client = new pg.Client({
    connectionString: whole.href,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
    application_name: 'gameday-query',
  })
  try {
    await client.connect()
    await client.query('begin read only')
    return (await client.query(single(sql, values))).rows
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** In the extended protocol a text is one statement: nothing in it can end the transaction and write. */
const single = (text: string, values: readonly unknown[]): pg.QueryConfig & { queryMode: 'extended' } => ({
  text,
  values: [...values],
  queryMode: 'extended',
})
