import { join } from 'node:path'
import { dimensionValue } from '../../model/dimensions.ts'
import type { Redshift } from '../../model/kinds.ts'
import type { Context, Engine } from '../types.ts'
import { cpuMeter } from './cpu.ts'
import { place } from './ports.ts'
import { ensureDatabase, isLaidOut, layOut, passwordOf, postgresServer } from './postgres.ts'
import { OWN_SESSIONS, probe } from './postgres-client.ts'
import { singleEngine } from './single.ts'

/** Connections that a cluster takes. https://docs.aws.amazon.com/redshift/latest/mgmt/amazon-redshift-limits.html */
const MOST_CONNECTIONS = 500

/** A Redshift cluster: one PostgreSQL, reached through the Redshift Data API alone. */
export function redshift(id: string, it: Redshift, ctx: Context): Engine {
  const data = join(ctx.state, id, 'data')
  const at = place(id)
  let password = ''
  const login = () => ({ port: at.address().port, password })
  const server = postgresServer(ctx, {
    name: id,
    part: id,
    data,
    login,
    settings: { max_connections: MOST_CONNECTIONS, wal_level: 'minimal', max_wal_senders: 0 },
    async prepare() {
      if (!isLaidOut(data)) await layOut(ctx.root, data)
      password = await passwordOf(data)
    },
  })
  const own = probe(login)
  const cpu = cpuMeter(it.nodeType, it.nodes)
  return singleEngine({
    id,
    place: at,
    server,
    answers: () => own.query('select 1'),
    opened: () => ensureDatabase(login(), it.database),
    close: own.close,
    async measure() {
      const put = (name: string, value: number, unit: string) =>
        ctx.metrics.put('AWS/Redshift', name, dimensions, value, unit)
      const dimensions = { ClusterIdentifier: dimensionValue(ctx.system, 'ClusterIdentifier', { of: id }) }
      const percent = cpu(server.pid())
      if (percent !== null) put('CPUUtilization', percent, 'Percent')
      const [row] = await own.query<{ clients: number }>(CLIENTS, [OWN_SESSIONS]).catch(() => [])
      put('HealthStatus', row ? 1 : 0, 'None')
      if (row) put('DatabaseConnections', row.clients, 'Count')
    },
  })
}

const CLIENTS = `select count(*)::int as clients from pg_stat_activity
  where backend_type = 'client backend' and application_name <> $1`
