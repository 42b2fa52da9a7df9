import { setTimeout as sleep } from 'node:timers/promises'
import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  type Field,
  GetStatementResultCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data'
import { redshiftClusterId } from '../../../../model/names.ts'
import { cloudcafe } from '../../../../model/systems/cloudcafe/index.ts'
import type { Stage } from '../../site.ts'

/** A statement of an invariant takes seconds; one that takes so long waits for something that does not come. */
const PATIENCE_MS = 60_000

type Value = string | number | boolean | null
/** One row of a result, by column. */
export type Row = Readonly<Record<string, Value>>

/** Runs one statement through the Data API and gives all rows of its result; throws with Redshift's own error. */
export async function queryRedshift({ clients, system }: Stage, sql: string): Promise<Row[]> {
  const redshift = clients.of(RedshiftDataClient)
  const { Id } = await redshift.send(
    new ExecuteStatementCommand({
      ClusterIdentifier: redshiftClusterId(system, 'redshift'),
      Database: cloudcafe.resources.redshift.database,
      Sql: sql,
    }),
  )
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const it = await redshift.send(new DescribeStatementCommand({ Id: Id! }))
    if (it.Status === 'FINISHED') return rowsOf(redshift, Id!)
    if (it.Status === 'FAILED' || it.Status === 'ABORTED')
      throw new Error(`Redshift: ${it.Error ?? it.Status}`)
    if (Date.now() > until) throw new Error(`Redshift: ${it.Status} for ${PATIENCE_MS / 1000} s`)
    await sleep(100)
  }
}

async function rowsOf(redshift: RedshiftDataClient, Id: string): Promise<Row[]> {
  const rows: Row[] = []
  let NextToken: string | undefined
  do {
    const page = await redshift.send(
      new GetStatementResultCommand({ Id, ...(NextToken ? { NextToken } : {}) }),
    )
    const names = (page.ColumnMetadata ?? []).map((it) => it.name ?? '')
    for (const record of page.Records ?? [])
      rows.push(Object.fromEntries(record.map((field, i) => [names[i]!, plain(field)])))
    NextToken = page.NextToken
  } while (NextToken)
  return rows
}

const plain = (field: Field): Value =>
  field.longValue ?? field.doubleValue ?? field.stringValue ?? field.booleanValue ?? null
