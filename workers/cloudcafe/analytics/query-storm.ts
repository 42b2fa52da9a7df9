import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  ActiveStatementsExceededException,
  CancelStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  type RedshiftDataClient,
} from '@aws-sdk/client-redshift-data'
import { reports } from './reports.ts'

/** How a storm stands, as the stress listener shows it; it is counted on while the storm goes on. */
export interface StormCount {
  submitted: number
  finished: number
  failed: number
  /** Rows of all result sets. */
  result_rows: number
  /** Rows that were collected, page by page. */
  collected_rows: number
  /** Milliseconds of the slowest query, its wait in the queue included. */
  longest_ms: number
}

export interface StormParts {
  readonly client: RedshiftDataClient
  readonly where: { readonly ClusterIdentifier: string; readonly Database: string }
  readonly queries: number
  readonly signal: AbortSignal
  readonly count: StormCount
}

/** Statements looked after at once; Redshift's queue runs them in the order in which they came. */
const COLLECTORS = 10
const LOOK_MS = 200
const FULL_PAUSE_MS = 500

export const noCount = (): StormCount => ({
  submitted: 0,
  finished: 0,
  failed: 0,
  result_rows: 0,
  collected_rows: 0,
  longest_ms: 0,
})

/**
 * Submits report queries through the Data API, all at once as far as it takes them, and collects their results page
 * by page without holding one: of each report once to the last row, as an export does, and then the first page, as who
 * looks at a report does. An abort cancels what has not ended.
 */
export async function queryStorm(parts: StormParts): Promise<StormCount> {
  const broken = new AbortController()
  const it = { ...parts, signal: AbortSignal.any([parts.signal, broken.signal]) }
  const waiting: Submitted[] = []
  let submitting = true
  const collector = async () => {
    while (submitting || waiting.length > 0) {
      const next = waiting.shift()
      if (next) await collect(it, next)
      else await sleep(LOOK_MS)
    }
  }
  const submission = submitAll(it, waiting).finally(() => {
    submitting = false
  })
  const all = [submission, ...Array.from({ length: COLLECTORS }, collector)]
  for (const one of all) one.catch((error: unknown) => broken.abort(error))
  const ends = await Promise.allSettled(all)
  const failure = ends.find((end) => end.status === 'rejected')
  if (failure) throw failure.reason
  return it.count
}

interface Submitted {
  readonly id: string
  readonly at: number
  /** The result is read to its last row. */
  readonly whole: boolean
}

async function submitAll(it: StormParts, waiting: Submitted[]): Promise<void> {
  for (let n = 0; n < it.queries && !it.signal.aborted; ) {
    const id = await submit(it, reports[n % reports.length]!.sql)
    if (id === null) await sleep(FULL_PAUSE_MS)
    else {
      waiting.push({ id, at: Date.now(), whole: n < reports.length })
      n += 1
    }
  }
}

/** Null where Redshift has as many active statements as it takes. */
async function submit(it: StormParts, Sql: string): Promise<string | null> {
  try {
    const { Id } = await it.client.send(new ExecuteStatementCommand({ ...it.where, Sql }))
    it.count.submitted += 1
    return Id!
  } catch (error) {
    if (error instanceof ActiveStatementsExceededException) return null
    throw error
  }
}

async function collect(it: StormParts, { id, at, whole }: Submitted): Promise<void> {
  const finished = await ended(it, id)
  it.count.longest_ms = Math.max(it.count.longest_ms, Date.now() - at)
  if (finished) {
    await read(it, id, whole)
    it.count.finished += 1
  } else it.count.failed += 1
}

/** True where the query has finished, false where it failed or was cancelled. */
async function ended({ client, signal }: StormParts, Id: string): Promise<boolean> {
  for (;;) {
    if (signal.aborted) await client.send(new CancelStatementCommand({ Id })).catch(() => undefined)
    const { Status } = await client.send(new DescribeStatementCommand({ Id }))
    if (Status === 'FINISHED') return !signal.aborted
    if (Status === 'FAILED' || Status === 'ABORTED') return false
    await sleep(LOOK_MS)
  }
}

/** Goes through a result, or its first page, and keeps a digest of it only: the data processing of the reports. */
async function read({ client, signal, count }: StormParts, Id: string, whole: boolean): Promise<void> {
  const digest = createHash('sha256')
  let NextToken: string | undefined
  do {
    const page = await client.send(new GetStatementResultCommand({ Id, NextToken }))
    for (const row of page.Records ?? []) digest.update(JSON.stringify(row))
    if (NextToken === undefined) count.result_rows += page.TotalNumRows ?? 0
    count.collected_rows += page.Records?.length ?? 0
    NextToken = page.NextToken
  } while (whole && NextToken && !signal.aborted)
}
