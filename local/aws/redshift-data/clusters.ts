import type { Redshift, System } from '../../../model/kinds.ts'
import { redshiftClusterId } from '../../../model/names.ts'
import { invalid } from './errors.ts'

/** The cluster that a request is for. */
export interface Cluster {
  readonly identifier: string
  readonly resource: Redshift
}

/** Redshift clusters of a system under the names that AWS knows them by. */
export function clustersOf(system: System): readonly Cluster[] {
  return Object.entries(system.resources).flatMap(([id, resource]) =>
    resource.kind === 'redshift' ? [{ identifier: redshiftClusterId(system, id), resource }] : [],
  )
}

/** The cluster that a request names, by ClusterIdentifier or WorkgroupName: exactly one of them, and a known one. */
export function clusterFor(
  clusters: readonly Cluster[],
  { ClusterIdentifier, WorkgroupName }: { ClusterIdentifier?: string; WorkgroupName?: string },
): Cluster {
  if (ClusterIdentifier && WorkgroupName)
    throw invalid('Both ClusterIdentifier and WorkgroupName are given. Give one of them.')
  const name = ClusterIdentifier ?? WorkgroupName
  if (!name) throw invalid('Neither ClusterIdentifier nor WorkgroupName is given. Give one of them.')
  const found = clusters.find(({ identifier }) => identifier === name)
  if (!found)
    throw invalid(
      `Redshift endpoint doesn't exist in this region: '${name}'. There is ${clusters.map((it) => it.identifier).join(', ')}.`,
    )
  return found
}
