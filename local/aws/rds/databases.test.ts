import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../../runtimes/fixture/cloud.ts'
import { type ComputeWorld, computeWorld } from '../fixture/compute.ts'
import { witnessed } from '../fixture/witness.ts'

const STORES = ['aurora', 'documentdb', 'elasticache', 'memorydb', 'redshift']
let world: ComputeWorld
beforeAll(async () => {
  world = await computeWorld()
  await Promise.all(STORES.map((id) => world.estate.engines.of(id).start()))
})
afterAll(async () => {
  await Promise.all(STORES.map((id) => world.estate.engines.of(id).stop()))
  await world.close()
})
const engine = (id: string) => world.estate.engines.of(id)
const aurora = () => world.estate.engines.aurora('aurora')
const call = <T>(service: string, operation: string, input: object = {}) =>
  world.aws.call<T>(service, operation, input)

test.each([
  ['rds', 'DescribeDBClusters', {}],
  ['rds', 'DescribeDBInstances', { MaxRecords: 20 }],
  ['elasticache', 'DescribeCacheClusters', { ShowCacheNodeInfo: true }],
  ['elasticache', 'DescribeReplicationGroups', {}],
  ['memorydb', 'DescribeClusters', { ShowShardDetails: true }],
  ['memorydb', 'DescribeEvents', {}],
  ['redshift', 'DescribeClusters', {}],
])('%s %s is read alike by botocore and the SDK', (service, operation, input) =>
  witnessed(world.aws, service, operation, input),
)

interface Clusters {
  readonly DBClusters: readonly { readonly DBClusterIdentifier: string; readonly Status: string }[]
}
const auroraCluster = async () =>
  (await call<Clusters>('rds', 'describe_db_clusters', { DBClusterIdentifier: 'cloudcafe-aurora' }))
    .DBClusters[0]!
const members = () =>
  aurora()
    .members()
    .map((it) => ({ DBInstanceIdentifier: it.id, IsClusterWriter: it.role === 'writer' }))

test('an Aurora cluster names its members, their roles and where it is reached', async () => {
  const { port } = engine('aurora').endpoint('writer')
  expect(await auroraCluster()).toMatchObject({
    DBClusterArn: 'arn:aws:rds:us-east-1:000000000001:cluster:cloudcafe-aurora',
    ...{ Status: 'available', Engine: 'aurora-postgresql', DatabaseName: 'cloudcafe', MultiAZ: true },
    ...{ Endpoint: '127.0.0.1', Port: port },
    ReaderEndpoint: `127.0.0.1:${engine('aurora').endpoint('reader').port}`,
    DBClusterMembers: members(),
    TagList: expect.arrayContaining([{ Key: 'Tier', Value: 'critical' }]),
  })
  const writer = aurora()
    .members()
    .find((it) => it.role === 'writer')!
  const input = { DBInstanceIdentifier: writer.id }
  expect(await call('rds', 'describe_db_instances', input)).toMatchObject({
    DBInstances: [
      {
        DBInstanceStatus: 'available',
        DBInstanceClass: 'db.r6g.large',
        AvailabilityZone: `us-east-1${writer.zone}`,
        Endpoint: { Address: '127.0.0.1', Port: port },
      },
    ],
  })
})

test('RDS and DocumentDB share an API: filters tell them apart', async () => {
  const of = async (api: string, ...Values: string[]) => {
    const input = Values.length > 0 ? { Filters: [{ Name: 'engine', Values }] } : {}
    return (await call<Clusters>(api, 'describe_db_clusters', input)).DBClusters.map(
      (it) => it.DBClusterIdentifier,
    )
  }
  expect(await of('rds')).toEqual(['cloudcafe-aurora', 'cloudcafe-documentdb'])
  expect(await of('docdb', 'docdb')).toEqual(['cloudcafe-documentdb'])
  expect(await of('rds', 'aurora-postgresql')).toEqual(['cloudcafe-aurora'])
  const filter = { Filters: [{ Name: 'db-cluster-id', Values: ['cloudcafe-documentdb'] }] }
  expect(await call('docdb', 'describe_db_instances', filter)).toMatchObject({
    DBInstances: [
      {
        DBInstanceIdentifier: 'cloudcafe-documentdb-1',
        DBInstanceStatus: 'available',
        Endpoint: { Port: engine('documentdb').endpoint().port },
      },
    ],
  })
})

test('FailoverDBCluster makes the reader the writer', async () => {
  const all = () => aurora().members()
  await until(() => all().every((it) => it.state === 'available'))
  const reader = all().find((it) => it.role === 'reader')!.id
  const input = { DBClusterIdentifier: 'cloudcafe-aurora', TargetDBInstanceIdentifier: reader }
  await call('rds', 'failover_db_cluster', input)
  const writes = () => all().find((it) => it.role === 'writer' && it.state === 'available')
  await until(() => writes()?.id === reader)
  expect(await auroraCluster()).toMatchObject({ Status: 'available', DBClusterMembers: members() })
})

test('ElastiCache, MemoryDB and Redshift say what runs and where', async () => {
  expect(await call('elasticache', 'describe_cache_clusters', { ShowCacheNodeInfo: true })).toMatchObject({
    CacheClusters: [
      {
        ...{ CacheClusterId: 'cloudcafe-elasticache', CacheClusterStatus: 'available', NumCacheNodes: 1 },
        CacheNodes: [{ Endpoint: { Port: engine('elasticache').endpoint().port } }],
      },
    ],
  })
  expect(await call('elasticache', 'describe_replication_groups')).toMatchObject({
    ReplicationGroups: [
      {
        ReplicationGroupId: 'cloudcafe-elasticache',
        NodeGroups: [
          { NodeGroupMembers: [{ CacheClusterId: 'cloudcafe-elasticache', CurrentRole: 'primary' }] },
        ],
      },
    ],
  })
  expect(await call('memorydb', 'describe_clusters', { ShowShardDetails: true })).toMatchObject({
    Clusters: [
      {
        ...{ Name: 'cloudcafe-memorydb', Status: 'available', NumberOfShards: 1 },
        ClusterEndpoint: { Port: engine('memorydb').endpoint().port },
        Shards: [{ Nodes: [{ Name: 'cloudcafe-memorydb-0001' }, { Name: 'cloudcafe-memorydb-0002' }] }],
      },
    ],
  })
  expect(await call('redshift', 'describe_clusters')).toMatchObject({
    Clusters: [
      {
        ...{ ClusterIdentifier: 'cloudcafe-redshift', ClusterStatus: 'available', NumberOfNodes: 2 },
        ...{ DBName: 'analytics', Endpoint: { Port: engine('redshift').endpoint().port } },
      },
    ],
  })
})

test('an engine that does not answer is not available', async () => {
  await engine('elasticache').stop()
  expect(await call('elasticache', 'describe_cache_clusters')).toMatchObject({
    CacheClusters: [{ CacheClusterStatus: 'rebooting cluster nodes' }],
  })
  await engine('elasticache').start()
})

test.each([
  ['rds', 'describe_db_clusters', { DBClusterIdentifier: 'x' }, 'DBClusterNotFoundFault', 404],
  ['rds', 'describe_db_instances', { DBInstanceIdentifier: 'x' }, 'DBInstanceNotFound', 404],
  ['rds', 'describe_db_clusters', { Filters: [{ Name: 'x', Values: ['y'] }] }, 'InvalidParameterValue', 400],
  [
    'rds',
    'failover_db_cluster',
    { DBClusterIdentifier: 'cloudcafe-documentdb' },
    'InvalidDBClusterStateFault',
    400,
  ],
  [
    'rds',
    'failover_db_cluster',
    { DBClusterIdentifier: 'cloudcafe-aurora', TargetDBInstanceIdentifier: 'x' },
    'InvalidDBClusterStateFault',
    400,
  ],
  ['elasticache', 'describe_cache_clusters', { CacheClusterId: 'x' }, 'CacheClusterNotFound', 404],
  [
    'elasticache',
    'describe_replication_groups',
    { ReplicationGroupId: 'x' },
    'ReplicationGroupNotFoundFault',
    404,
  ],
  ['memorydb', 'describe_clusters', { ClusterName: 'x' }, 'ClusterNotFoundFault', 404],
  ['redshift', 'describe_clusters', { ClusterIdentifier: 'x' }, 'ClusterNotFound', 404],
  ['redshift', 'describe_cluster_snapshots', {}, 'InvalidAction', 400],
])('%s %s %o is refused as AWS does', async (service, operation, input, code, status) => {
  expect(await world.aws.refused(service, operation, input)).toMatchObject({ Code: code, status })
})
