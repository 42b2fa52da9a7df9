import type { System } from '../../../model/kinds.ts'
import { portOf } from '../../../model/references.ts'
import { isCalledInVpc } from '../../../model/resource-traits.ts'

/** The port that a dependency has on AWS: a store's own, a service's, or that of AWS's endpoints and the outside. */
export function portOnAws(system: System, to: string): number | undefined {
  const workload = system.workloads[to]
  if (workload && 'port' in workload) return workload.port
  const resource = system.resources[to]
  return portOf(system, resource && isCalledInVpc(resource.kind) ? resource.kind : 'endpoint')
}

/** True for what is reached by AWS's endpoints or lies outside, not in the VPC. */
export function isOutsideVpc(system: System, to: string): boolean {
  const resource = system.resources[to]
  const workload = system.workloads[to]
  return workload ? workload.on === 'outside' : !resource || !isCalledInVpc(resource.kind)
}

/** True for the links that carry DynamoDB's traffic: links to AWS's services have the SDK's names. */
export const isDynamoDb = (to: string): boolean => to === 'dynamodb' || to === 'dynamodb_streams'

/**
 * True when a source of a network action means that dependency: `ALL`, `DYNAMODB`, or a domain name that begins with
 * the service's or the resource's name (`sqs.us-east-1.amazonaws.com`, `cloudcafe-aurora.cluster-x.us-east-1.rds…`).
 */
export function isSource(system: System, source: string, to: string): boolean {
  if (source === 'ALL') return true
  if (source === 'DYNAMODB') return isDynamoDb(to)
  const host = source.split('.')[0]
  return host === to.replaceAll('_', '-') || host === `${system.id}-${to}`
}
