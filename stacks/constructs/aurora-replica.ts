import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group/index.js'
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group/index.js'
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key/index.js'
import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster/index.js'
import { RdsClusterInstance } from '@cdktf/provider-aws/lib/rds-cluster-instance/index.js'
import { RdsGlobalCluster } from '@cdktf/provider-aws/lib/rds-global-cluster/index.js'
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group/index.js'
import { Subnet } from '@cdktf/provider-aws/lib/subnet/index.js'
import { Vpc } from '@cdktf/provider-aws/lib/vpc/index.js'
import type { Aurora } from '../../model/kinds.ts'
import { auroraClusterId, auroraInstanceId, subnetName, zoneName } from '../../model/names.ts'
import { type DataPlace, farewell } from '../data-place.ts'
import { toAccount, toLogs } from '../keys.ts'
import { policy } from '../policy.ts'
import type { Stack } from '../stack.ts'
import { auroraLogGroup, auroraShape } from './aurora-shape.ts'
import { logGroup } from './log-group.ts'

interface Replica {
  readonly primary: RdsCluster
  /** A global database takes another region only after its first has an instance that writes. */
  readonly members: readonly RdsClusterInstance[]
  readonly region: string
}

/** The cluster's copy in another region: Aurora PostgreSQL has one only as the second cluster of a global database. */
export function auroraReplica(place: DataPlace, id: string, it: Aurora, replica: Replica): void {
  const { stack } = place
  const { primary, members, region } = replica
  const { system, profile } = stack.site
  const there = { ...system, region }
  const global = new RdsGlobalCluster(stack, `${id}-global`, {
    globalClusterIdentifier: auroraClusterId(system, id),
    sourceDbClusterIdentifier: primary.arn,
    forceDestroy: true,
  })
  const key = new KmsKey(stack, `${id}-replica-key`, {
    region,
    description: `The replica of ${it.title}`,
    enableKeyRotation: true,
    deletionWindowInDays: profile.recoveryDays.key,
    policy: policy([toAccount(stack), toLogs(there)]),
  })
  const logs = logGroup(stack, `${id}-replica`, auroraLogGroup(system, id), key.arn, region)
  const cluster = new RdsCluster(stack, `${id}-replica`, {
    ...auroraShape(stack, id, it, region),
    ...farewell(place, `${id}-replica`),
    ...home(stack, id, region),
    globalClusterIdentifier: global.id,
    kmsKeyId: key.arn,
    deletionProtection: profile.deletionProtection,
    // set by AWS, and again at each switch of the two regions
    lifecycle: { ignoreChanges: ['replication_source_identifier'] },
    dependsOn: [...members, logs],
  })
  new RdsClusterInstance(stack, `${id}-replica-1`, {
    region,
    identifier: auroraInstanceId(system, id, 1),
    clusterIdentifier: cluster.id,
    engine: cluster.engine,
    instanceClass: it.instanceClass,
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: key.arn,
    tags: { ...it.tags },
  })
}

/** A network that holds the copy and lets nobody in: who makes it the writer in a disaster opens it as well. */
function home(stack: Stack, id: string, region: string) {
  const { system } = stack.site
  const there = { ...system, region }
  const tags = { Name: auroraClusterId(system, id) }
  const vpc = new Vpc(stack, `${id}-replica-vpc`, { region, cidrBlock: system.vpcCidr, tags })
  // nobody has its rules
  new DefaultSecurityGroup(stack, `${id}-replica-default-group`, { region, vpcId: vpc.id, tags })
  const subnets = system.zones.map((zone, at) => {
    const subnet = new Subnet(stack, `${id}-replica-${zone}`, {
      region,
      vpcId: vpc.id,
      cidrBlock: system.subnets.database[at]!,
      availabilityZone: zoneName(there, zone),
      tags: { Name: subnetName(system, 'database', zone) },
    })
    return subnet.id
  })
  const group = new DbSubnetGroup(stack, `${id}-replica-subnets`, {
    region,
    name: auroraClusterId(system, id),
    subnetIds: subnets,
  })
  const closed = new SecurityGroup(stack, `${id}-replica-group`, {
    region,
    vpcId: vpc.id,
    name: tags.Name,
    description: `Replica of ${id}`,
    tags,
  })
  return { dbSubnetGroupName: group.name, vpcSecurityGroupIds: [closed.id] }
}
