import { dimensionValue } from '../../../model/dimensions.ts'
import type { Aurora, DocumentDb } from '../../../model/kinds.ts'
import { arn, auroraClusterId, auroraMemberArn, zoneName } from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import type { Address } from '../../types.ts'
import { type Estate, resourcesOf } from '../estate.ts'

/** A database instance: a member of an Aurora cluster, or DocumentDB's one. */
export interface Instance {
  readonly id: string
  readonly arn: string
  readonly isWriter: boolean
  readonly status: string
  readonly zone: string | null
  /** Null while it does not serve. */
  readonly address: Address | null
}

/** A cluster behind the API that RDS and DocumentDB share. */
export interface Cluster {
  readonly id: string
  /** The model's id of its resource. */
  readonly resource: string
  readonly spec: Aurora | DocumentDb
  readonly engine: 'aurora-postgresql' | 'docdb'
  readonly arn: string
  readonly status: string
  readonly user: string | undefined
  readonly writer: Address
  /** Where readers are reached; on AWS both endpoints share a port, here each has its own. */
  readonly reader: Address
  readonly instances: readonly Instance[]
}

/** All clusters, as they are now. */
export async function clustersOf(estate: Estate): Promise<readonly Cluster[]> {
  const aurora = resourcesOf(estate, 'aurora').map(([id, spec]) => auroraCluster(estate, id, spec))
  const documents = resourcesOf(estate, 'documentdb').map(([id, spec]) => documentCluster(estate, id, spec))
  return [...aurora, ...(await Promise.all(documents))]
}

function auroraCluster(estate: Estate, resource: string, spec: Aurora): Cluster {
  const { system, engines, consoles } = estate
  const engine = engines.aurora(resource)
  const id = auroraClusterId(system, resource)
  const members = engine.members()
  const writes = members.some(({ role, state }) => role === 'writer' && state === 'available')
  return {
    ...{ id, resource, spec, engine: 'aurora-postgresql' },
    arn: arn(system, 'rds', `cluster:${id}`),
    status: writes ? 'available' : 'failing-over',
    user: platform.database.user,
    writer: consoles.get(`${resource}_writer`) ?? engine.endpoint('writer'),
    reader: consoles.get(`${resource}_reader`) ?? engine.endpoint('reader'),
    instances: members.map((member) => {
      // an endpoint leads to one of several readers: then it is not known to which
      const isAlone = members.filter(({ role }) => role === member.role).length === 1
      return {
        id: member.id,
        arn: auroraMemberArn(system, member.id),
        isWriter: member.role === 'writer',
        status: member.state,
        zone: zoneName(system, member.zone),
        address: isAlone && member.state === 'available' ? engine.endpoint(member.role) : null,
      }
    }),
  }
}

async function documentCluster(estate: Estate, resource: string, spec: DocumentDb): Promise<Cluster> {
  const { system, engines } = estate
  const engine = engines.of(resource)
  const id = dimensionValue(system, 'DBClusterIdentifier', { of: resource })
  const serves = (await engine.health()) === null
  const address = engine.endpoint()
  const instance = `${id}-1`
  return {
    ...{ id, resource, spec, engine: 'docdb', user: undefined },
    arn: arn(system, 'rds', `cluster:${id}`),
    // the cluster's storage is there while its one instance is away
    status: 'available',
    writer: address,
    reader: address,
    instances: [
      {
        id: instance,
        arn: auroraMemberArn(system, instance),
        isWriter: true,
        status: serves ? 'available' : 'rebooting',
        zone: null,
        address: serves ? address : null,
      },
    ],
  }
}
