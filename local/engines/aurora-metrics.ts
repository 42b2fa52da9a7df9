import type { Aurora } from '../../model/kinds.ts'
import { auroraClusterId } from '../../model/names.ts'
import type { Context } from '../types.ts'
import type { Member } from './aurora-member.ts'
import { cpuMeter } from './cpu.ts'
import { OWN_SESSIONS } from './postgres-client.ts'

interface Figures {
  readonly clients: number
  readonly reads: number
  readonly readMs: number
  readonly writes: number
  readonly writeMs: number
  readonly flushes: number
  readonly flushMs: number
  /** Milliseconds that the slowest reader needed last to confirm a commit; 0 without readers. */
  readonly confirmMs: number
}

/** Counted by PostgreSQL since its start; times are measured (track_io_timing, track_wal_io_timing). */
const FIGURES = `select
  (select count(*) from pg_stat_activity
    where backend_type = 'client backend' and application_name <> $1)::int as clients,
  coalesce(sum(reads), 0)::float as reads,
  coalesce(sum(read_time), 0)::float as "readMs",
  coalesce(sum(writes + coalesce(extends, 0) + fsyncs), 0)::float as writes,
  coalesce(sum(write_time + coalesce(extend_time, 0) + fsync_time), 0)::float as "writeMs",
  coalesce(sum(fsyncs) filter (where object = 'wal'), 0)::float as flushes,
  coalesce(sum(fsync_time) filter (where object = 'wal'), 0)::float as "flushMs",
  coalesce((select max(extract(epoch from write_lag)) * 1000 from pg_stat_replication), 0)::float as "confirmMs"
  from pg_stat_io`

/**
 * Publishes one instance's metrics at each call, under the instance, its role and the cluster.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
 */
export function auroraMetrics(ctx: Context, id: string, it: Aurora, member: Member) {
  const cpu = cpuMeter(it.instanceClass)
  const cluster = { DBClusterIdentifier: auroraClusterId(ctx.system, id) }
  let last: Figures | null = null
  return async (role: 'writer' | 'reader'): Promise<void> => {
    const places = [{ DBInstanceIdentifier: member.id }, { ...cluster, Role: role.toUpperCase() }, cluster]
    const put = (name: string, value: number, unit: string) => {
      for (const dimensions of places) ctx.metrics.put('AWS/RDS', name, dimensions, value, unit)
    }
    const percent = cpu(member.server.pid())
    if (percent !== null) put('CPUUtilization', percent, 'Percent')
    const [now] = await member.probe.query<Figures & Record<string, number>>(FIGURES, [OWN_SESSIONS])
    if (!now) return
    put('DatabaseConnections', now.clients, 'Count')
    // a restart begins the counters anew
    const before = last && last.writes <= now.writes ? last : null
    last = now
    if (!before) return
    put('ReadLatency', mean(now.readMs - before.readMs, now.reads - before.reads) / 1000, 'Seconds')
    put('WriteLatency', mean(now.writeMs - before.writeMs, now.writes - before.writes) / 1000, 'Seconds')
    const flush = mean(now.flushMs - before.flushMs, now.flushes - before.flushes)
    if (role === 'writer') put('CommitLatency', flush && flush + now.confirmMs, 'Milliseconds')
  }
}

const mean = (total: number, count: number): number => (count > 0 ? total / count : 0)
