import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { engineCores } from '../../engines/cpu.ts'
import type { AwsRequest, AwsResponse, AwsService, Context, Engine } from '../../types.ts'
import { clustersOf } from './clusters.ts'
import { cpuShare } from './cpu-share.ts'
import { databases } from './databases.ts'
import { errorResponse, RedshiftDataError } from './errors.ts'
import { queryMetrics } from './metrics.ts'
import { type Operations, operations } from './operations.ts'
import { statementRecords } from './records.ts'
import { type Operation, requestOf, requests } from './requests.ts'
import { sessions as keptSessions } from './sessions.ts'
import { statements } from './statements.ts'

const TARGET = /^RedshiftData\.(\w+)$/
const EXPIRY_MS = 3_600_000

/** The Redshift Data API in front of a cluster's PostgreSQL; `stop` ends what runs. */
export function redshiftData(ctx: Context, engine: Engine): AwsService & { stop(): Promise<void> } {
  const clusters = clustersOf(ctx.system)
  const [cluster] = clusters
  if (!cluster) throw new Error(`${ctx.system.id} has no Redshift cluster`)
  const all = databases(engine, cluster.resource.wlmSlots)
  const records = statementRecords(join(ctx.state, 'redshift-data'))
  const sessions = keptSessions(all, records)
  const metrics = queryMetrics(ctx.metrics, cluster.identifier)
  const { nodeType, nodes, queryCpuPercent } = cluster.resource
  const share = cpuShare(
    () => engine.processes()[0]?.pid,
    (engineCores(nodeType, nodes) * queryCpuPercent) / 100,
  )
  const running = statements(cluster.resource, all, records, sessions, share, metrics.completed)
  const served = operations({ clusters, databases: all, records, statements: running, sessions })
  const stopMetrics = metrics.start(running.wlm)
  const expiry = setInterval(() => void running.expire().catch(() => undefined), EXPIRY_MS)
  expiry.unref()
  return {
    signingName: 'redshift-data',
    operations: Object.keys(requests),
    handle: (request) => answer(served, request).catch(refused),
    async stop() {
      stopMetrics()
      clearInterval(expiry)
      await running.stop()
      sessions.stop()
      await all.close()
    },
  }
}

async function answer(all: Operations, { headers, body }: AwsRequest): Promise<AwsResponse> {
  const [, name = ''] = TARGET.exec(headers['x-amz-target'] ?? '') ?? []
  if (!Object.hasOwn(requests, name))
    throw new RedshiftDataError(
      'UnknownOperationException',
      400,
      `'${name}' is not served here; these are: ${Object.keys(requests).join(', ')}`,
    )
  const operation = name as Operation
  // the request was checked against this very operation's schema
  const run = all[operation] as (request: unknown) => Promise<object>
  const result = await run(requestOf(operation, body.toString()))
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(result),
  }
}

/** What is neither a refusal of ours nor AWS's own comes from the database: it is away, or has no such database. */
function refused(error: Error): AwsResponse {
  if (error instanceof RedshiftDataError) return errorResponse(error)
  return errorResponse(new RedshiftDataError('DatabaseConnectionException', 500, error.message))
}
