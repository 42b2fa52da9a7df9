import { RdsClusterParameterGroup } from '@cdktf/provider-aws/lib/rds-cluster-parameter-group/index.js'
import type { Aurora, System } from '../../model/kinds.ts'
import { auroraClusterId } from '../../model/names.ts'
import { storePort } from '../ports.ts'
import type { Stack } from '../stack.ts'
import { versions } from '../versions.ts'

/** What the log of PostgreSQL is called on the way to CloudWatch. */
const LOG = 'postgresql'

/** The log group that Aurora writes a cluster's log to; the same name in each region. */
export const auroraLogGroup = (system: System, id: string): string =>
  `/aws/rds/cluster/${auroraClusterId(system, id)}/${LOG}`

/** What a cluster and its copy have in common. */
export function auroraShape(stack: Stack, id: string, it: Aurora, region?: string) {
  const { system } = stack.site
  const { engine, version } = versions.aurora
  const where = region ? { region } : {}
  return {
    ...where,
    clusterIdentifier: auroraClusterId(system, id),
    engine,
    engineVersion: version,
    port: storePort(system, it.kind),
    storageEncrypted: system.operations.encryptedAtRest,
    backupRetentionPeriod: it.backupDays,
    copyTagsToSnapshot: true,
    enabledCloudwatchLogsExports: [LOG],
    dbClusterParameterGroupName: parameters(stack, region ? `${id}-replica` : id, it, where).name,
    tags: { ...it.tags },
  }
}

/** TLS and nothing else, and as many connections as the alarm on them counts with. */
function parameters(
  stack: Stack,
  id: string,
  it: Aurora,
  where: { region?: string },
): RdsClusterParameterGroup {
  const { system } = stack.site
  const values: Readonly<Record<string, string | number>> = {
    'rds.force_ssl': 1,
    ssl_min_protocol_version: `TLSv${system.operations.tlsVersion}`,
    max_connections: it.maxConnections,
  }
  return new RdsClusterParameterGroup(stack, `${id}-parameters`, {
    ...where,
    name: auroraClusterId(system, id),
    family: versions.aurora.family,
    parameter: Object.entries(values).map(([name, value]) => ({
      name,
      value: String(value),
      applyMethod: 'pending-reboot',
    })),
  })
}
