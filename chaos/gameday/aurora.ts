import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import pg from 'pg'
import { type Answer, type Query, unpacked } from '../../lib/gameday-query.ts'

/** SQL on Aurora's writer endpoint. */
export interface Aurora {
  readonly query: <Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<Row[]>
}

const PATIENCE_MS = 10_000

/** Aurora at an address, asked anew each time: a connection that stays open would stay with the old writer over a failover. */
export const auroraAt = (writerUrl: () => Promise<string>): Aurora => ({
  async query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({
      connectionString: await writerUrl(),
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
      application_name: 'gameday',
    })
    try {
      await client.connect()
      return (await client.query<Row>(sql, [...values])).rows
    } finally {
      await client.end().catch(() => undefined)
    }
  },
})

/** Aurora inside a VPC, where only the function of that name reaches it (`lambdas/gameday-query`). */
export const auroraBy = (lambda: LambdaClient, functionName: string): Aurora => ({
  async query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const question: Query = { sql, values }
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(question) }),
    )
    const text = Buffer.from(Payload ?? []).toString()
    if (!FunctionError) return unpacked<Row>(JSON.parse(text) as Answer)
    const { errorMessage } = JSON.parse(text) as { errorMessage?: string }
    throw new Error(`${functionName}: ${errorMessage ?? FunctionError}`)
  },
})
