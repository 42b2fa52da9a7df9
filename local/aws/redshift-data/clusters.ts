import type { Redshift, System } from '../../../model/kinds.ts'
import { redshiftClusterId } from '../../../model/names.ts'
import { invalid } from './errors.ts'

/** The cluster that a request is for. */
export interface Cluster {
  readonly identifier: string
  readonly resource: Redshift
}

/** What a request says of where to go and as whom. */
export interface Target {
  readonly ClusterIdentifier?: string
  readonly WorkgroupName?: string
  readonly Database?: string
  readonly DbUser?: string
  readonly SecretArn?: string
}

/** Redshift clusters of a system under the names that AWS knows them by. */
export function clustersOf(system: System): readonly Cluster[] {
  return Object.entries(system.resources).flatMap(([id, resource]) =>
    resource.kind === 'redshift' ? [{ identifier: redshiftClusterId(system, id), resource }] : [],
  )
}

/**
 * The cluster that a request names. A cluster takes a secret or a database user, or neither, where the user follows
 * from who asks; there is no workgroup here.
 */
export function clusterFor(clusters: readonly Cluster[], request: Target): Cluster {
  const { ClusterIdentifier, WorkgroupName, DbUser, SecretArn } = request
  checkOne(request)
  if (!ClusterIdentifier && !WorkgroupName)
    throw invalid('Either ClusterIdentifier or WorkgroupName must be specified.')
  if (SecretArn && DbUser) throw invalid('SecretArn and DbUser cannot be specified at the same time.')
  if (WorkgroupName && DbUser) throw invalid('DbUser cannot be specified with WorkgroupName.')
  const found = clusters.find(({ identifier }) => identifier === ClusterIdentifier)
  if (!found)
    throw invalid(
      `Redshift endpoint doesn't exist in this region: '${ClusterIdentifier ?? WorkgroupName}'. There is ${clusters.map((it) => it.identifier).join(', ')}.`,
    )
  return found
}

export function checkOne({ ClusterIdentifier, WorkgroupName }: Target): void {
  if (ClusterIdentifier && WorkgroupName)
    throw invalid('ClusterIdentifier and WorkgroupName cannot be specified at the same time.')
}
