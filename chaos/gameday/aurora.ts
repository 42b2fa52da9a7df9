import pg from 'pg'
import type { Site } from './site.ts'

/** SQL on Aurora's writer endpoint. */
export interface Aurora {
  readonly query: <Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<Row[]>
}

const PATIENCE_MS = 10_000

/** A connection for each query: one that stays open would stay with the old writer over a failover. */
export const auroraOf = (site: Pick<Site, 'auroraWriterUrl' | 'statusUrl'>): Aurora => ({
  async query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({
      connectionString: await writerUrl(site),
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

/** AWS's endpoint moves by DNS; here its port moves with the writer, and the platform's status says where to. */
async function writerUrl({ auroraWriterUrl, statusUrl }: Pick<Site, 'auroraWriterUrl' | 'statusUrl'>) {
  if (!statusUrl) return auroraWriterUrl
  const { endpoints } = (await (await fetch(statusUrl)).json()) as { endpoints: Record<string, string> }
  return endpoints.aurora_writer ?? auroraWriterUrl
}
