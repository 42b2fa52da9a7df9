import { Type } from 'typebox'
import { dimensionValue } from '../../../model/dimensions.ts'
import type { MemoryDb } from '../../../model/kinds.ts'
import { arn, MEMORYDB_SHARD } from '../../../model/names.ts'
import type { AwsService } from '../../types.ts'
import { type Estate, resourcesOf } from '../estate.ts'
import { type Reboots, reboots } from '../reboots.ts'
import { AwsError, problems } from '../wire/error.ts'
import { pageOf } from '../wire/page.ts'
import { awsService, operation } from '../wire/service.ts'

const optional = Type.Optional
const MOST = 100
const invalid = (message: string) => new AwsError('InvalidParameterValueException', message)

/** MemoryDB of the clusters that run here, each of one shard. */
export function memorydbService(estate: Estate): AwsService {
  const events: Told[] = []
  const rebooting = reboots(estate)
  return awsService({
    signingName: 'memorydb',
    client: () => import('@aws-sdk/client-memorydb'),
    problems: problems('InvalidParameterValueException'),
    operations: {
      DescribeClusters: operation(
        {
          ClusterName: optional(Type.String()),
          ShowShardDetails: optional(Type.Boolean()),
          MaxResults: optional(Type.Integer({ minimum: 1, maximum: MOST })),
          NextToken: optional(Type.String()),
        },
        async ({ ClusterName, ShowShardDetails: full = false, MaxResults = MOST, NextToken }) => {
          const all = resourcesOf(estate, 'memorydb').filter(
            ([id]) => ClusterName === undefined || nameOf(estate, id) === ClusterName,
          )
          if (ClusterName !== undefined && all.length === 0)
            throw new AwsError('ClusterNotFoundFault', `Cluster ${ClusterName} not found.`)
          const { items, next } = pageOf(all, { token: NextToken, size: MaxResults }, invalid)
          const shapes = items.map(([id, spec]) => clusterShape(estate, rebooting, id, spec, full))
          return { Clusters: await Promise.all(shapes), NextToken: next }
        },
      ),
      FailoverShard: operation(
        { ClusterName: Type.String(), ShardName: Type.String() },
        async ({ ClusterName, ShardName }) => {
          const found = resourcesOf(estate, 'memorydb').find(([id]) => nameOf(estate, id) === ClusterName)
          if (!found) throw new AwsError('ClusterNotFoundFault', `Cluster ${ClusterName} not found.`)
          if (ShardName !== MEMORYDB_SHARD)
            throw new AwsError('ShardNotFoundFault', `Shard ${ShardName} of ${ClusterName} not found.`)
          const [id, spec] = found
          if (!(await rebooting.isUp(id)))
            throw new AwsError('InvalidClusterStateFault', `${ClusterName} is not available.`)
          const tell = (Message: string) =>
            void events.push({ SourceName: ClusterName, SourceType: 'cluster', Message, Date: new Date() })
          tell(`FailoverShard API called for shard ${ShardName}`)
          rebooting.begin(id, `the failover of ${ClusterName}`, () =>
            tell(`Shard ${ShardName} has a primary again`),
          )
          return { Cluster: await clusterShape(estate, rebooting, id, spec, false) }
        },
      ),
      DescribeEvents: operation(
        {
          SourceName: optional(Type.String()),
          SourceType: optional(Type.Enum(['cluster'])),
          Duration: optional(Type.Integer({ minimum: 1, maximum: 14 * 24 * 60 })),
        },
        ({ SourceName, Duration = 60 }) => {
          const since = Date.now() - Duration * 60_000
          const wanted = events.filter((it) => SourceName === undefined || it.SourceName === SourceName)
          return { Events: wanted.filter((it) => it.Date.getTime() >= since) }
        },
      ),
    },
  })
}

/** An event as `DescribeEvents` tells it. */
interface Told {
  readonly SourceName: string
  readonly SourceType: 'cluster'
  readonly Message: string
  readonly Date: Date
}
const nameOf = ({ system }: Estate, id: string): string => dimensionValue(system, 'ClusterName', { of: id })

async function clusterShape(estate: Estate, rebooting: Reboots, id: string, spec: MemoryDb, full: boolean) {
  const { system, engines } = estate
  const engine = engines.of(id)
  const { host, port } = engine.endpoint()
  const Status = (await rebooting.isUp(id)) ? 'available' : 'updating'
  return {
    Name: nameOf(estate, id),
    ARN: arn(system, 'memorydb', `cluster/${nameOf(estate, id)}`),
    Status,
    NodeType: spec.nodeType,
    Engine: 'valkey',
    NumberOfShards: spec.shards,
    ...(full ? { Shards: [shardShape(estate, id, spec, Status)] } : {}),
    ClusterEndpoint: { Address: host, Port: port },
    AvailabilityMode: spec.replicas > 0 ? 'multiaz' : 'singleaz',
    TLSEnabled: false,
    ACLName: 'open-access',
  }
}

/** The slots of a cluster that has one shard: all of them. */
const ALL_SLOTS = '0-16383'

function shardShape(estate: Estate, id: string, spec: MemoryDb, Status: string) {
  const { engines, since } = estate
  const engine = engines.of(id)
  const node = (number: number) => {
    const { host, port } = engine.endpoint(number === 1 ? 'main' : 'reader')
    const Name = `${nameOf(estate, id)}-${String(number).padStart(4, '0')}`
    return { Name, Status, CreateTime: since, Endpoint: { Address: host, Port: port } }
  }
  return {
    Name: MEMORYDB_SHARD,
    Status,
    Slots: ALL_SLOTS,
    NumberOfNodes: spec.replicas + 1,
    Nodes: Array.from({ length: spec.replicas + 1 }, (_, index) => node(index + 1)),
  }
}
