import type { Metric, System } from './kinds.ts'
import { albName, clusterName, nlbName, targetGroupName } from './names.ts'

/** The target group of the ALB's route to a workload. */
function targetGroupOf(system: System, workload: string): string {
  const routes = Object.values(system.entries).flatMap((it) => (it.kind === 'alb' ? it.routes : []))
  const route = routes.find((it) => it.to === workload)
  if (!route) throw new Error(`no ALB of ${system.id} has a route to '${workload}'`)
  return route.targetGroup
}

/** The value that AWS shows for a metric dimension that belongs to an entry of the model. */
export function dimensionValue(
  system: System,
  dimension: string,
  value: string | { readonly of: string },
): string {
  if (typeof value === 'string') return value
  if (value.of === 'system') return clusterName(system)
  const id = value.of
  if (dimension === 'TargetGroup') return targetGroupName(targetGroupOf(system, id))
  const resource = system.resources[id]
  const entry = system.entries[id]
  if (entry?.kind === 'alb') return albName(system, id)
  if (entry?.kind === 'nlb') return nlbName(system, id)
  if (resource?.kind === 'dynamodb') return resource.table
  if (resource?.kind === 'sqs') return resource.queue
  if (resource?.kind === 'kinesis') return resource.stream
  if (resource?.kind === 'sns') return resource.topic
  if (resource || system.workloads[id]) return `${system.id}-${id}`
  throw new Error(`dimension ${dimension} names '${id}', which ${system.id} does not have`)
}

/** A metric's dimensions as CloudWatch takes them. */
export const dimensionsOf = (system: System, metric: Metric): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metric.dimensions).map(([name, value]) => [name, dimensionValue(system, name, value)]),
  )
