import { Type } from 'typebox'
import type { ElastiCache } from '../../../model/kinds.ts'
import { arn, dimensionValue } from '../../../model/names.ts'
import type { AwsService } from '../../types.ts'
import { type Estate, resourcesOf } from '../estate.ts'
import { AwsError, problems } from '../wire/error.ts'
import { pageOf } from '../wire/page.ts'
import { awsQuery } from '../wire/query.ts'
import { awsService, type Operation, operation } from '../wire/service.ts'

const optional = Type.Optional
const MOST_RECORDS = 100
const paging = {
  MaxRecords: optional(Type.Integer({ minimum: 20, maximum: MOST_RECORDS })),
  Marker: optional(Type.String()),
}
const invalid = (message: string) => new AwsError('InvalidParameterValue', message)

/** ElastiCache of the one-node clusters that run here; none is in a replication group. */
export const elasticacheService = (estate: Estate): AwsService =>
  awsService({
    signingName: 'elasticache',
    protocol: awsQuery({
      api: 'elasticache',
      version: '2015-02-02',
      lists: {
        CacheClusters: 'CacheCluster',
        CacheNodes: 'CacheNode',
        ReplicationGroups: 'ReplicationGroup',
      },
    }),
    problems: problems('MissingParameter', 'InvalidParameterValue'),
    operations: operationsOf(estate),
  })

function operationsOf(estate: Estate): Record<string, Operation> {
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
          throw new AwsError('CacheClusterNotFound', `CacheCluster not found: ${named}`, { status: 404 })
        const { items, next } = pageOf(all, { token: Marker, size: MaxRecords }, invalid)
        const shapes = items.map(([id, spec]) => clusterShape(estate, id, spec, full))
        return { CacheClusters: await Promise.all(shapes), Marker: next }
      },
    ),
    DescribeReplicationGroups: operation(
      { ...paging, ReplicationGroupId: optional(Type.String()) },
      ({ ReplicationGroupId: named }) => {
        if (named === undefined) return { ReplicationGroups: [] }
        throw new AwsError('ReplicationGroupNotFoundFault', `ReplicationGroup ${named} not found.`, {
          status: 404,
        })
      },
    ),
  }
}

const idOf = ({ system }: Estate, id: string): string => dimensionValue(system, 'CacheClusterId', { of: id })

async function clusterShape(estate: Estate, id: string, { nodeType }: ElastiCache, full: boolean) {
  const { system, engines, since } = estate
  const engine = engines.of(id)
  const { host, port } = engine.endpoint()
  const status = (await engine.health()) === null ? 'available' : 'rebooting cluster nodes'
  const node = {
    CacheNodeId: '0001',
    CacheNodeStatus: status === 'available' ? 'available' : 'rebooting',
    CacheNodeCreateTime: since,
    Endpoint: { Address: host, Port: port },
  }
  return {
    CacheClusterId: idOf(estate, id),
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
