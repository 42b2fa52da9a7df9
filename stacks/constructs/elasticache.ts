import { ElasticacheParameterGroup } from '@cdktf/provider-aws/lib/elasticache-parameter-group/index.js'
import { ElasticacheReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-replication-group/index.js'
import { ElasticacheSubnetGroup } from '@cdktf/provider-aws/lib/elasticache-subnet-group/index.js'
import type { ElastiCache } from '../../model/kinds.ts'
import { resourceName } from '../../model/names.ts'
import type { DataPlace } from '../data-place.ts'
import { storePort } from '../ports.ts'
import { versions } from '../versions.ts'

/** A cache of one primary and its replicas, over TLS only. Returns the primary's host. */
export function elasticache(id: string, it: ElastiCache, { stack, network, keys }: DataPlace): string {
  const { system, profile } = stack.site
  const name = resourceName(system, id)
  const { engine, version, family } = versions.elasticache
  const subnets = new ElasticacheSubnetGroup(stack, `${id}-subnets`, {
    name,
    subnetIds: [...network.subnetIds.database],
  })
  const parameters = new ElasticacheParameterGroup(stack, `${id}-parameters`, {
    name,
    family,
    parameter: [{ name: 'maxmemory-policy', value: it.evictionPolicy }],
  })
  const several = profile.replicas.elasticache > 0
  const group = new ElasticacheReplicationGroup(stack, id, {
    replicationGroupId: name,
    description: it.title,
    engine,
    engineVersion: version,
    autoMinorVersionUpgrade: 'false',
    nodeType: profile.sizes[it.kind] ?? it.nodeType,
    numCacheClusters: 1 + profile.replicas.elasticache,
    automaticFailoverEnabled: several,
    multiAzEnabled: several,
    port: storePort(system, it.kind),
    parameterGroupName: parameters.name,
    subnetGroupName: subnets.name,
    securityGroupIds: [network.groups.of('elasticache')],
    transitEncryptionEnabled: true,
    atRestEncryptionEnabled: String(system.operations.encryptedAtRest),
    kmsKeyId: keys.data,
    tags: { ...it.tags },
  })
  return group.primaryEndpointAddress
}
