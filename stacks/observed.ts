import type { Metric, MetricAlarm, MetricQuery, System } from '../model/kinds.ts'
import { resourceName } from '../model/names.ts'
import { project } from '../model/projection.ts'
import type { EdgeStack } from './edge.ts'
import type { Site } from './site.ts'

interface ObservedContext {
  readonly site: Site
  readonly edge: EdgeStack
}

type Sized = Pick<Site, 'system' | 'profile'>

/** The most metrics that an alarm may compute with. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create-alarm-on-metric-math-expression.html */
export const MOST_METRICS = 10

/** The system with its alarms as AWS measures: dimensions of what was made, and sums where AWS counts by part only. */
export function observed(place: ObservedContext): System {
  const { system } = place.site
  const alarms = Object.entries(system.alarms).map(([id, alarm]) => [
    id,
    project<typeof alarm, ObservedContext, typeof alarm>(
      { metric: (_id, it) => measured(it, place), composite: (_id, it) => it },
      id,
      alarm,
      place,
    ),
  ])
  return { ...system, alarms: Object.fromEntries(alarms) }
}

function measured(it: MetricAlarm, place: ObservedContext): MetricAlarm {
  const [first, ...rest] = it.queries.flatMap((query) =>
    'metric' in query ? measuredQuery(query.id, query.metric, place) : [query],
  )
  return { ...it, queries: [first!, ...rest] }
}

/** How many metrics an alarm computes with on AWS. */
export const metricsOf = (it: MetricAlarm, site: Sized): number =>
  it.queries
    .flatMap((query) => ('metric' in query ? [query.metric] : []))
    .reduce((sum, metric) => sum + (partsOf(metric, site)?.length ?? 1), 0)

/** A metric under the dimensions of what was made, or each part where AWS counts by part only. */
export const asMeasured = (metric: Metric, place: ObservedContext): readonly Metric[] =>
  partsOf(metric, place.site) ?? [{ ...metric, dimensions: dimensions(metric, place) }]

/** One row, or a row for each part and their sum under the id that expressions know. */
function measuredQuery(id: string, metric: Metric, place: ObservedContext): readonly MetricQuery[] {
  const parts = partsOf(metric, place.site)
  if (!parts) return asMeasured(metric, place).map((it) => ({ id, metric: it }))
  const rows = parts.map((part, at): MetricQuery => ({ id: `${id}_${at + 1}`, metric: part }))
  const sum = rows.map((row) => `FILL(${row.id}, 0)`).join(' + ')
  return [...rows, { id, expression: sum, label: metric.name }]
}

type Parts = (metric: Metric, site: Sized) => readonly Metric[]

/** Metrics that AWS has for each part only: a node of a cache, a table and a way to use it, the length of queries. */
const PARTS: Readonly<Record<string, Parts>> = {
  'AWS/ElastiCache CacheHits': eachNode,
  'AWS/ElastiCache CacheMisses': eachNode,
  // requests refused by a table: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
  'AWS/DynamoDB ThrottledRequests': (metric, { system }) =>
    Object.values(system.resources).flatMap((it) =>
      it.kind === 'dynamodb'
        ? ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) => ({
            ...metric,
            name,
            dimensions: { TableName: it.table },
          }))
        : [],
    ),
  // https://docs.aws.amazon.com/redshift/latest/mgmt/metrics-listing.html
  'AWS/Redshift QueriesCompletedPerSecond': (metric) =>
    ['short', 'medium', 'long'].map((latency) => ({
      ...metric,
      dimensions: { ...metric.dimensions, latency },
    })),
  // by service class, which Redshift numbers itself
  'AWS/Redshift WLMQueueLength': () => [],
}

const partsOf = (metric: Metric, site: Sized): readonly Metric[] | undefined =>
  PARTS[`${metric.namespace} ${metric.name}`]?.(metric, site)

/** Nodes of a replication group are named by AWS: `cloudcafe-elasticache-001` and on. */
function eachNode(metric: Metric, { system, profile }: Sized): readonly Metric[] {
  const { CacheClusterId: cache } = metric.dimensions
  if (typeof cache !== 'object') return [metric]
  return Array.from({ length: 1 + profile.replicas.elasticache }, (_, at) => ({
    ...metric,
    dimensions: {
      CacheClusterId: `${resourceName(system, cache.of)}-${String(at + 1).padStart(3, '0')}`,
    },
  }))
}

/** Dimensions whose value AWS chooses when the thing is made; all others follow from names. */
function dimensions(metric: Metric, { edge }: ObservedContext): Metric['dimensions'] {
  const values = Object.entries(metric.dimensions).map(([name, value]) => {
    if (typeof value === 'string') return [name, value]
    if (name === 'LoadBalancer') return [name, edge.metricNameOf(value.of)]
    if (name === 'TargetGroup') return [name, edge.targetMetricNameOf(value.of)]
    return [name, value]
  })
  return Object.fromEntries(values)
}
