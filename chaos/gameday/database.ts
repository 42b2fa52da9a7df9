import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import pg from 'pg'
import { type Answer, type Query, unpacked } from '../../lib/gameday-query.ts'

/** SQL on a database of the system under test. */
export interface Database {
  readonly query: <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>
  /** Its own version, for the report. */
  readonly version: () => Promise<string>
}

type Ask = Database['query']

const PATIENCE_MS = 10_000

/** PostgreSQL at an address, asked anew each time: a connection that stays open would stay with the old writer over a failover. */
export const postgresAt = (url: () => Promise<string>): Database =>
  databaseOf(async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
    const client = new pg.Client({
      connectionString: await url(),
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
      application_name: 'gameday',
    })
    try {
      await client.connect()
      return (await client.query(sql, [...values])).rows as Row[]
    } finally {
      await client.end().catch(() => undefined)
    }
  })

/** A database inside a VPC, where only the function of that name reaches it (`lambdas/gameday-query`). */
export const databaseBy = (lambda: LambdaClient, functionName: string): Database =>
  databaseOf(async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
    const question: Query = { sql, values }
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(question) }),
    )
    const text = Buffer.from(Payload ?? []).toString()
    if (!FunctionError) return unpacked<Row>(JSON.parse(text) as Answer)
    const { errorMessage } = JSON.parse(text) as { errorMessage?: string }
    throw new Error(`${functionName}: ${errorMessage ?? FunctionError}`)
  })

const databaseOf = (query: Ask): Database => ({
  query,
  version: async () => (await query<{ server_version: string }>('show server_version'))[0]!.server_version,
})
