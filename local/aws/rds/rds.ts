import { Type } from 'typebox'
import type { AwsService } from '../../types.ts'
import { type Estate, inBackground } from '../estate.ts'
import { AwsError, problems } from '../wire/error.ts'
import { filtered, type Looks } from '../wire/filters.ts'
import { pageOf } from '../wire/page.ts'
import { awsService, type Operation, operation } from '../wire/service.ts'
import { type Cluster, clustersOf, type Instance } from './database.ts'
import { clusterShape, instanceShape } from './shapes.ts'

const optional = Type.Optional
const MOST_RECORDS = 100
const invalid = (message: string) => new AwsError('InvalidParameterValue', message)
const listing = {
  Filters: optional(Type.Array(Type.Object({ Name: Type.String(), Values: Type.Array(Type.String()) }))),
  MaxRecords: optional(Type.Integer({ minimum: 20, maximum: MOST_RECORDS })),
  Marker: optional(Type.String()),
}

/** RDS of the Aurora clusters, and DocumentDB's API, which has the same name, version and operations. */
export const rdsService = (estate: Estate): AwsService =>
  awsService({
    signingName: 'rds',
    client: () => import('@aws-sdk/client-rds'),
    problems: problems('InvalidParameterValue', 'MissingParameter'),
    operations: operationsOf(estate),
  })

function operationsOf(estate: Estate): Record<string, Operation> {
  return {
    DescribeDBClusters: operation(
      { ...listing, DBClusterIdentifier: optional(Type.String()), IncludeShared: optional(Type.Boolean()) },
      async ({ DBClusterIdentifier: named, ...page }) => {
        const all = await clustersOf(estate)
        const found = named === undefined ? all : [needCluster(all, named)]
        return paged('DBClusters', found, page, looksAtCluster, (it) => clusterShape(estate, it))
      },
    ),
    DescribeDBInstances: operation(
      { ...listing, DBInstanceIdentifier: optional(Type.String()) },
      async ({ DBInstanceIdentifier: named, ...page }) => {
        const clusters = await clustersOf(estate)
        const all = clusters.flatMap((cluster) =>
          cluster.instances.map((instance) => ({ cluster, instance })),
        )
        const found = all.filter(
          ({ instance: { id, arn } }) => named === undefined || isNamed(named, id, arn),
        )
        if (named !== undefined && found.length === 0)
          throw new AwsError('DBInstanceNotFoundFault', `DBInstance ${named} not found.`)
        return paged('DBInstances', found, page, looksAtInstance, ({ cluster, instance }) =>
          instanceShape(estate, cluster, instance),
        )
      },
    ),
    FailoverDBCluster: operation(
      { DBClusterIdentifier: Type.String(), TargetDBInstanceIdentifier: optional(Type.String()) },
      async ({ DBClusterIdentifier: named, TargetDBInstanceIdentifier: target }) => {
        const cluster = needCluster(await clustersOf(estate), named)
        needTarget(cluster, target)
        inBackground(estate, 'FailoverDBCluster', estate.engines.aurora(cluster.resource).failover())
        return { DBCluster: clusterShape(estate, cluster) }
      },
    ),
  }
}

/** AWS takes names in any case. */
const isNamed = (named: string, id: string, arn: string): boolean =>
  named === arn || named.toLowerCase() === id

function needCluster(all: readonly Cluster[], named: string): Cluster {
  const found = all.find(({ id, arn }) => isNamed(named, id, arn))
  if (found) return found
  throw new AwsError('DBClusterNotFoundFault', `DBCluster ${named} not found.`)
}

/** Throws where no reader can take over, or another is wanted than the one that would. */
function needTarget({ id, engine, instances }: Cluster, target: string | undefined): void {
  const state = (message: string) => new AwsError('InvalidDBClusterStateFault', message)
  if (engine === 'docdb') throw state(`${id} has one instance and none to fail over to`)
  const ready = instances.filter(({ isWriter, status }) => !isWriter && status === 'available')
  if (ready.length === 0) throw state(`${id} has no reader that could take over now`)
  if (target !== undefined && !ready.some((it) => it.id === target))
    throw state(`${target} is no reader of ${id} that could take over now`)
  if (target !== undefined && ready.length > 1)
    throw invalid(`which reader takes over is chosen here: leave out TargetDBInstanceIdentifier`)
}

const looksAtCluster: Looks<Cluster> = (name) =>
  name === 'db-cluster-id'
    ? ({ id, arn }) => [id, arn]
    : name === 'engine'
      ? ({ engine }) => [engine]
      : undefined

interface Placed {
  readonly cluster: Cluster
  readonly instance: Instance
}
const looksAtInstance: Looks<Placed> = (name) => {
  const ofCluster = looksAtCluster(name)
  if (name === 'db-instance-id') return ({ instance: { id, arn } }) => [id, arn]
  return ofCluster && (({ cluster }) => ofCluster(cluster))
}

interface Page {
  readonly Filters?: readonly { readonly Name: string; readonly Values: readonly string[] }[]
  readonly MaxRecords?: number
  readonly Marker?: string
}
function paged<T>(
  name: string,
  all: readonly T[],
  { Filters = [], MaxRecords = MOST_RECORDS, Marker }: Page,
  looks: Looks<T>,
  shape: (it: T) => object,
) {
  const filters = Filters.map(({ Name, Values }) => ({ name: Name, values: Values }))
  const found = filtered(all, filters, looks, (odd) => invalid(`Unrecognized filter name: ${odd}`))
  const { items, next } = pageOf(found, { token: Marker, size: MaxRecords }, invalid)
  return { [name]: items.map(shape), Marker: next }
}
