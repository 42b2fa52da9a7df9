import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group/index.js'
import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster/index.js'
import { RdsClusterInstance } from '@cdktf/provider-aws/lib/rds-cluster-instance/index.js'
import type { Aurora } from '../../model/kinds.ts'
import { auroraClusterId, auroraInstanceId } from '../../model/names.ts'
import { type DataPlace, farewell } from '../data-place.ts'
import { auroraReplica } from './aurora-replica.ts'
import { auroraLogGroup, auroraShape } from './aurora-shape.ts'
import { logGroup } from './log-group.ts'
import { login } from './login.ts'

/** An Aurora cluster: its writer, its readers, and in production its copy in another region. Returns its two endpoints. */
export function aurora(id: string, it: Aurora, place: DataPlace) {
  const { stack, network, keys } = place
  const { system, profile } = stack.site
  const name = auroraClusterId(system, id)
  const logs = logGroup(stack, id, auroraLogGroup(system, id), keys.logs)
  const subnets = new DbSubnetGroup(stack, `${id}-subnets`, {
    name,
    subnetIds: [...network.subnetIds.database],
  })
  const cluster = new RdsCluster(stack, id, {
    ...auroraShape(stack, id, it),
    ...login(place, id),
    ...farewell(place, id),
    databaseName: it.database,
    dbSubnetGroupName: subnets.name,
    vpcSecurityGroupIds: [network.groups.of('aurora')],
    kmsKeyId: keys.data,
    deletionProtection: profile.deletionProtection,
    // the copy in another region makes the cluster one of a global database
    lifecycle: { ignoreChanges: ['global_cluster_identifier'] },
    dependsOn: [logs],
  })
  const members = Array.from({ length: 1 + it.readers }, (_, at) => member(place, id, it, cluster, at + 1))
  if (profile.replicaRegion)
    auroraReplica(place, id, it, { primary: cluster, members, region: profile.replicaRegion })
  return { writer: cluster.endpoint, reader: cluster.readerEndpoint }
}

/** One instance; Aurora itself says which of them writes. */
function member(
  { stack, keys }: DataPlace,
  id: string,
  it: Aurora,
  cluster: RdsCluster,
  number: number,
): RdsClusterInstance {
  const { system, profile } = stack.site
  return new RdsClusterInstance(stack, `${id}-${number}`, {
    identifier: auroraInstanceId(system, id, number),
    clusterIdentifier: cluster.id,
    engine: cluster.engine,
    instanceClass: profile.sizes[it.kind] ?? it.instanceClass,
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: keys.data,
    copyTagsToSnapshot: true,
    tags: { ...it.tags },
  })
}
