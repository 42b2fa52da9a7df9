import { join } from 'node:path'
import { engineCores } from '../../engines/cpu.ts'
import type { AwsService, Context, Engine } from '../../types.ts'
import { AwsError } from '../wire/error.ts'
import { checkInput } from '../wire/input.ts'
import type { Output } from '../wire/protocol.ts'
import { awsService, type Operation as Served } from '../wire/service.ts'
import { clustersOf } from './clusters.ts'
import { cpuShare } from './cpu-share.ts'
import { databases } from './databases.ts'
import { invalid, mistyped, unreachable } from './errors.ts'
import { queryMetrics } from './metrics.ts'
import { type Operations, operations } from './operations.ts'
import { statementRecords } from './records.ts'
import { type Operation, requests } from './requests.ts'
import { sessions as keptSessions } from './sessions.ts'
import { statements } from './statements.ts'

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
  const names = Object.keys(requests) as Operation[]
  const stopMetrics = metrics.start(running.wlm)
  const expiry = setInterval(() => void running.expire().catch(() => undefined), EXPIRY_MS)
  expiry.unref()
  return {
    ...awsService({
      signingName: 'redshift-data',
      client: () => import('@aws-sdk/client-redshift-data'),
      problems: { invalid, mistyped },
      operations: Object.fromEntries(names.map((name) => [name, servedAs(name, served[name])])),
    }),
    async stop() {
      stopMetrics()
      clearInterval(expiry)
      await running.stop()
      sessions.stop()
      await all.close()
    },
  }
}

/** What is neither a refusal of ours nor AWS's own comes from the database: it is away, or has no such database. */
const servedAs =
  (name: Operation, run: Operations[Operation]): Served =>
  async (raw, problems) => {
    const request = checkInput(requests[name], raw, problems)
    try {
      // the request was checked against this very operation's schema
      return (await run(request as never)) as Output
    } catch (error) {
      throw error instanceof AwsError ? error : unreachable((error as Error).message)
    }
  }
