import { DocdbCluster } from '@cdktf/provider-aws/lib/docdb-cluster/index.js'
import { DocdbClusterInstance } from '@cdktf/provider-aws/lib/docdb-cluster-instance/index.js'
import { DocdbClusterParameterGroup } from '@cdktf/provider-aws/lib/docdb-cluster-parameter-group/index.js'
import { DocdbSubnetGroup } from '@cdktf/provider-aws/lib/docdb-subnet-group/index.js'
import type { DocumentDb } from '../../model/kinds.ts'
import { resourceName } from '../../model/names.ts'
import { type DataPlace, farewell } from '../data-place.ts'
import { storePort } from '../ports.ts'
import type { Stack } from '../stack.ts'
import { versions } from '../versions.ts'
import { logGroup } from './log-group.ts'
import { login } from './login.ts'

/** Who logged in and changed what; its parameter below switches it on. */
const LOGS = ['audit']

/** A DocumentDB cluster: TLS only, with its audit log in CloudWatch. Returns its endpoint. */
export function documentdb(id: string, it: DocumentDb, place: DataPlace): string {
  const { stack, network, keys } = place
  const { system, profile } = stack.site
  const name = resourceName(system, id)
  const logs = LOGS.map((log) => logGroup(stack, `${id}-${log}`, `/aws/docdb/${name}/${log}`, keys.logs))
  const subnets = new DocdbSubnetGroup(stack, `${id}-subnets`, {
    name,
    subnetIds: [...network.subnetIds.database],
  })
  const { engine, version } = versions.documentdb
  const cluster = new DocdbCluster(stack, id, {
    clusterIdentifier: name,
    engine,
    engineVersion: version,
    port: storePort(system, it.kind),
    ...login(place, id),
    ...farewell(place, id),
    dbSubnetGroupName: subnets.name,
    dbClusterParameterGroupName: parameters(stack, id).name,
    vpcSecurityGroupIds: [network.groups.of('documentdb')],
    storageEncrypted: system.operations.encryptedAtRest,
    kmsKeyId: keys.data,
    backupRetentionPeriod: it.backupDays,
    enabledCloudwatchLogsExports: LOGS,
    deletionProtection: profile.deletionProtection,
    tags: { ...it.tags },
    dependsOn: logs,
  })
  for (let number = 1; number <= 1 + profile.replicas.documentdb; number++) {
    new DocdbClusterInstance(stack, `${id}-${number}`, {
      identifier: `${name}-${number}`,
      clusterIdentifier: cluster.id,
      instanceClass: profile.sizes[it.kind] ?? it.instanceClass,
      tags: { ...it.tags },
    })
  }
  return cluster.endpoint
}

/** https://docs.aws.amazon.com/documentdb/latest/developerguide/cluster_parameter_groups-list_of_parameters.html */
function parameters(stack: Stack, id: string): DocdbClusterParameterGroup {
  const { system } = stack.site
  const values = { tls: `tls${system.operations.tlsVersion}+`, audit_logs: 'enabled' }
  return new DocdbClusterParameterGroup(stack, `${id}-parameters`, {
    name: resourceName(system, id),
    family: versions.documentdb.family,
    parameter: Object.entries(values).map(([name, value]) => ({
      name,
      value,
      applyMethod: 'pending-reboot',
    })),
  })
}
