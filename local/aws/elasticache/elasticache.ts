import { Type } from 'typebox'
import { dimensionValue } from '../../../model/dimensions.ts'
import type { ElastiCache } from '../../../model/kinds.ts'
import { arn, resourceName } from '../../../model/names.ts'
import type { AwsService } from '../../types.ts'
import { type Estate, resourcesOf } from '../estate.ts'
import { type Reboots, reboots } from '../reboots.ts'
import { AwsError, problems } from '../wire/error.ts'
import { pageOf } from '../wire/page.ts'
import { awsService, type Operation, operation } from '../wire/service.ts'

const optional = Type.Optional
const MOST_RECORDS = 100
const paging = {
  MaxRecords: optional(Type.Integer({ minimum: 20, maximum: MOST_RECORDS })),
  Marker: optional(Type.String()),
}
const invalid = (message: string) => new AwsError('InvalidParameterValue', message)

/** ElastiCache of the replication groups that run here, each of one node. */
export const elasticacheService = (estate: Estate): AwsService =>
  awsService({
    signingName: 'elasticache',
    client: () => import('@aws-sdk/client-elasticache'),
    problems: problems('InvalidParameterValue', 'MissingParameter'),
    operations: operationsOf(estate),
  })

/** The one node of a cluster. */
const NODE = '0001'

function operationsOf(estate: Estate): Record<string, Operation> {
  const rebooting = reboots(estate)
  return {
    DescribeCacheClusters: operation(
      {
        ...paging,
        CacheClusterId: optional(Type.String()),
        ShowCacheNodeInfo: optional(Type.Boolean()),
        ShowCacheClustersNotInReplicationGroups: optional(Type.Boolean()),
      },
      async ({
        CacheClusterId: named,
        ShowCacheNodeInfo: full = false,
        Marker,
        MaxRecords = MOST_RECORDS,
      }) => {
        const all = resourcesOf(estate, 'elasticache').filter(
          ([id]) => named === undefined || idOf(estate, id) === named,
        )
        if (named !== undefined && all.length === 0)
          throw new AwsError('CacheClusterNotFoundFault', `CacheCluster not found: ${named}`)
        const { items, next } = pageOf(all, { token: Marker, size: MaxRecords }, invalid)
        const shapes = items.map(([id, spec]) => clusterShape(estate, rebooting, id, spec, full))
        return { CacheClusters: await Promise.all(shapes), Marker: next }
      },
    ),
    DescribeReplicationGroups: operation(
      { ...paging, ReplicationGroupId: optional(Type.String()) },
      async ({ ReplicationGroupId: named, Marker, MaxRecords = MOST_RECORDS }) => {
        const all = resourcesOf(estate, 'elasticache').filter(
          ([id]) => named === undefined || resourceName(estate.system, id) === named,
        )
        if (named !== undefined && all.length === 0)
          throw new AwsError('ReplicationGroupNotFoundFault', `ReplicationGroup ${named} not found.`)
        const { items, next } = pageOf(all, { token: Marker, size: MaxRecords }, invalid)
        const shapes = items.map(([id, spec]) => groupShape(estate, rebooting, id, spec))
        return { ReplicationGroups: await Promise.all(shapes), Marker: next }
      },
    ),
    RebootCacheCluster: operation(
      {
        CacheClusterId: Type.String(),
        CacheNodeIdsToReboot: Type.Array(Type.Literal(NODE), { minItems: 1 }),
      },
      async ({ CacheClusterId: named }) => {
        const found = resourcesOf(estate, 'elasticache').find(([id]) => idOf(estate, id) === named)
        if (!found) throw new AwsError('CacheClusterNotFoundFault', `CacheCluster not found: ${named}`)
        const [id, spec] = found
        if (rebooting.isUnderWay(id))
          throw new AwsError(
            'InvalidCacheClusterStateFault',
            `Cache cluster ${named} is not in available state.`,
          )
        rebooting.begin(id, `the reboot of ${named}`)
        return { CacheCluster: await clusterShape(estate, rebooting, id, spec, false) }
      },
    ),
  }
}

const idOf = ({ system }: Estate, id: string): string => dimensionValue(system, 'CacheClusterId', { of: id })

async function groupShape(estate: Estate, rebooting: Reboots, id: string, { title, nodeType }: ElastiCache) {
  const { system, engines } = estate
  const { host, port } = engines.of(id).endpoint()
  const Status = (await rebooting.isUp(id)) ? 'available' : 'modifying'
  const name = resourceName(system, id)
  const at = { Address: host, Port: port }
  const member = {
    CacheClusterId: idOf(estate, id),
    CacheNodeId: NODE,
    ReadEndpoint: at,
    CurrentRole: 'primary',
  }
  return {
    ReplicationGroupId: name,
    ARN: arn(system, 'elasticache', `replicationgroup:${name}`),
    Description: title,
    Status,
    MemberClusters: [idOf(estate, id)],
    NodeGroups: [{ NodeGroupId: NODE, Status, PrimaryEndpoint: at, NodeGroupMembers: [member] }],
    AutomaticFailover: 'disabled',
    MultiAZ: 'disabled',
    ClusterEnabled: false,
    CacheNodeType: nodeType,
    TransitEncryptionEnabled: false,
    AtRestEncryptionEnabled: false,
  }
}

async function clusterShape(
  estate: Estate,
  rebooting: Reboots,
  id: string,
  { nodeType }: ElastiCache,
  full: boolean,
) {
  const { system, engines, since } = estate
  const engine = engines.of(id)
  const { host, port } = engine.endpoint()
  const status = (await rebooting.isUp(id)) ? 'available' : 'rebooting cluster nodes'
  const node = {
    CacheNodeId: NODE,
    CacheNodeStatus: status === 'available' ? 'available' : 'rebooting',
    CacheNodeCreateTime: since,
    Endpoint: { Address: host, Port: port },
  }
  return {
    CacheClusterId: idOf(estate, id),
    ReplicationGroupId: resourceName(system, id),
    ARN: arn(system, 'elasticache', `cluster:${idOf(estate, id)}`),
    CacheNodeType: nodeType,
    Engine: 'valkey',
    CacheClusterStatus: status,
    NumCacheNodes: 1,
    CacheClusterCreateTime: since,
    CacheSecurityGroups: [],
    CacheNodes: full ? [node] : [],
    SnapshotRetentionLimit: 0,
    AuthTokenEnabled: false,
    TransitEncryptionEnabled: false,
    AtRestEncryptionEnabled: false,
  }
}
