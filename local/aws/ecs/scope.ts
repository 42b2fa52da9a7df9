import { Type } from 'typebox'
import type { LongRunning, System } from '../../../model/kinds.ts'
import { clusterName, ecsClusterArn, serviceName } from '../../../model/names.ts'
import { type Estate, workloadsOn } from '../estate.ts'
import { AwsError } from '../wire/error.ts'
import { pageOf } from '../wire/page.ts'

const optional = Type.Optional

/** Parameters that many operations share. */
export const cluster = { cluster: optional(Type.String()) }
export const paging = {
  maxResults: optional(Type.Integer({ minimum: 1, maximum: 100 })),
  nextToken: optional(Type.String()),
}
export const include = (...sections: readonly string[]) => ({
  include: optional(Type.Array(Type.Enum(sections))),
})

export const invalid = (message: string) => new AwsError('InvalidParameterException', message)

/** Whether a name or ARN is that of the one cluster. */
export const isCluster = (system: System, named: string): boolean =>
  [clusterName(system), ecsClusterArn(system)].includes(named)

/** Throws where another cluster is meant; without a name AWS means `default`. */
export function needCluster(system: System, named = 'default'): void {
  if (!isCluster(system, named))
    throw new AwsError(
      'ClusterNotFoundException',
      `Cluster not found: there is no '${named}' here, there is '${clusterName(system)}'`,
    )
}

/** A workload that runs as an ECS service, with its id. */
export type Service = readonly [id: string, spec: LongRunning]

/** The service of that name or ARN; undefined where there is none. */
export const findService = (estate: Estate, named: string): Service | undefined =>
  workloadsOn(estate, 'ecs').find(([id]) => serviceName(estate.system, id) === named.split('/').at(-1))

export function needService(estate: Estate, named: string): Service {
  const found = findService(estate, named)
  if (found) return found
  const names = workloadsOn(estate, 'ecs').map(([id]) => serviceName(estate.system, id))
  throw new AwsError(
    'ServiceNotFoundException',
    `Service not found: '${named}'. There is ${names.join(', ') || 'none'}`,
  )
}

interface Paged {
  readonly maxResults?: number
  readonly nextToken?: string
}
/** One page under the name that the operation gives its list. */
export function pageNamed<T>(
  name: string,
  all: readonly T[],
  { maxResults, nextToken }: Paged,
  usual = 100,
): Record<string, unknown> {
  const { items, next } = pageOf(all, { token: nextToken, size: maxResults ?? usual }, invalid)
  return { [name]: items, nextToken: next }
}
