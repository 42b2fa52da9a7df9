import { MemorydbCluster } from '@cdktf/provider-aws/lib/memorydb-cluster/index.js'
import { MemorydbSubnetGroup } from '@cdktf/provider-aws/lib/memorydb-subnet-group/index.js'
import type { MemoryDb } from '../../model/kinds.ts'
import { resourceName } from '../../model/names.ts'
import type { DataPlace } from '../data-place.ts'
import { storePort } from '../ports.ts'
import { versions } from '../versions.ts'

/** AWS's own list that lets everyone in: the security group says who, and the model has no password of it. */
const OPEN = 'open-access'

/** A MemoryDB cluster, over TLS only. Returns its endpoint's host. */
export function memorydb(id: string, it: MemoryDb, { stack, network, keys }: DataPlace): string {
  const { system, profile } = stack.site
  const name = resourceName(system, id)
  const subnets = new MemorydbSubnetGroup(stack, `${id}-subnets`, {
    name,
    subnetIds: [...network.subnetIds.database],
  })
  const cluster = new MemorydbCluster(stack, id, {
    name,
    aclName: OPEN,
    engine: versions.memorydb.engine,
    engineVersion: versions.memorydb.version,
    autoMinorVersionUpgrade: false,
    nodeType: profile.sizes[it.kind] ?? it.nodeType,
    numShards: it.shards,
    numReplicasPerShard: it.replicas,
    port: storePort(system, it.kind),
    subnetGroupName: subnets.name,
    securityGroupIds: [network.groups.of('memorydb')],
    tlsEnabled: true,
    kmsKeyArn: keys.data,
    ...(profile.deletionProtection ? { finalSnapshotName: `${name}-final` } : {}),
    tags: { ...it.tags },
  })
  return cluster.clusterEndpoint.get(0).address
}
