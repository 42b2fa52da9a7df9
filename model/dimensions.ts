import type { Entry, Metric, Resource, System } from './kinds.ts'
import { albName, clusterName, nlbName, targetGroupName } from './names.ts'
import { type Projection, project } from './projection.ts'

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
  const [entry, resource] = [system.entries[id], system.resources[id]]
  const balancer = entry && project(ENTRIES, id, entry, system)
  if (balancer) return balancer
  if (resource) return project(RESOURCES, id, resource, system)
  if (system.workloads[id]) return ownName(id, null, system)
  throw new Error(`dimension ${dimension} names '${id}', which ${system.id} does not have`)
}

const ownName = (id: string, _it: unknown, { id: system }: System): string => `${system}-${id}`

const none = () => null
/** What CloudWatch calls entries; null where a metric of one has to say it in full. */
const ENTRIES: Projection<Entry, System, string | null> = {
  alb: (id, _, system) => albName(system, id),
  nlb: (id, _, system) => nlbName(system, id),
  lattice: none,
  apigateway: none,
  cloudfront: none,
}

/** What CloudWatch calls resources. */
const RESOURCES: Projection<Resource, System, string> = {
  dynamodb: (_, { table }) => table,
  sqs: (_, { queue }) => queue,
  kinesis: (_, { stream }) => stream,
  sns: (_, { topic }) => topic,
  aurora: ownName,
  documentdb: ownName,
  elasticache: ownName,
  memorydb: ownName,
  redshift: ownName,
  secret: ownName,
  parameter: ownName,
}

/** A metric's dimensions as CloudWatch takes them. */
export const dimensionsOf = (system: System, metric: Metric): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metric.dimensions).map(([name, value]) => [name, dimensionValue(system, name, value)]),
  )
