import { GetMetricDataCommand, type MetricDataQuery, type MetricDataResult } from '@aws-sdk/client-cloudwatch'
import type { LongRunning, System } from '../../../model/kinds.ts'
import { clusterName, deploymentName, namespace, serviceName } from '../../../model/names.ts'
import type { CopiesSample } from '../journal.ts'
import type { Stage } from '../site.ts'

type Figure = 'running' | 'desired' | 'healthy'
interface MetricOf {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
}

/** How many copies run, are wanted and are healthy: the metrics that AWS has of it, by where a workload runs. */
const COUNTS: Readonly<
  Record<LongRunning['on'], (system: System, id: string) => Partial<Record<Figure, MetricOf>>>
> = {
  ecs: (system, id) => {
    const dimensions = { ClusterName: clusterName(system), ServiceName: serviceName(system, id) }
    const of = (name: string) => ({ namespace: 'ECS/ContainerInsights', name, dimensions })
    return { running: of('RunningTaskCount'), desired: of('DesiredTaskCount') }
  },
  // Container Insights has no count of wanted pods
  eks: (system, id) => {
    const dimensions = {
      ClusterName: clusterName(system),
      Namespace: namespace(system),
      Service: deploymentName(system, id),
    }
    return { running: { namespace: 'ContainerInsights', name: 'service_number_of_running_pods', dimensions } }
  },
  asg: (system, id) => {
    const dimensions = { AutoScalingGroupName: serviceName(system, id) }
    const of = (name: string) => ({ namespace: 'AWS/AutoScaling', name, dimensions })
    return { running: of('GroupInServiceInstances'), desired: of('GroupDesiredCapacity') }
  },
  // a single instance outside a group has no count of its own on AWS
  ec2: () => ({}),
}

/** Healthy targets behind the load balancer that leads to a workload, where one does. */
function healthyHosts({ system, site: { metrics } }: Stage, workload: string): MetricOf | undefined {
  const hosts = (namespace: string, entry: string, group: string): MetricOf => ({
    namespace,
    name: 'HealthyHostCount',
    dimensions: { LoadBalancer: metrics.balancer(entry), TargetGroup: metrics.targetGroup(group) },
  })
  for (const [id, entry] of Object.entries(system.entries)) {
    if (entry.kind === 'nlb' && entry.to === workload) return hosts('AWS/NetworkELB', id, entry.targetGroup)
    const route = entry.kind === 'alb' ? entry.routes.find((it) => it.to === workload) : undefined
    if (route) return hosts('AWS/ApplicationELB', id, route.targetGroup)
  }
  return undefined
}

interface Query {
  readonly workload: string
  readonly figure: Figure
  readonly query: MetricDataQuery
}

function queriesOf(stage: Stage): Query[] {
  const { system, site } = stage
  const wanted = Object.entries(system.workloads).flatMap(([workload, it]) => {
    if (it.kind !== 'service' && it.kind !== 'worker') return []
    const figures = { ...COUNTS[it.on](system, workload), healthy: healthyHosts(stage, workload) }
    return Object.entries(figures).flatMap(([figure, metric]) =>
      metric ? [{ workload, figure: figure as Figure, metric }] : [],
    )
  })
  return wanted.map(({ workload, figure, metric }, i) => ({
    workload,
    figure,
    query: { Id: `q${i}`, MetricStat: statOf(metric, figure, site.metrics.periodSeconds) },
  }))
}

const statOf = ({ namespace, name, dimensions }: MetricOf, figure: Figure, period: number) => ({
  Metric: {
    Namespace: namespace,
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  },
  // a second that holds two values counts by the worse one: fewer that run, more that are wanted
  Stat: figure === 'desired' ? 'Maximum' : 'Minimum',
  Period: period,
})

/**
 * Asks CloudWatch for the copies of every workload; each call gives the periods that have become complete since. Where
 * values come late, a period is given once all its figures are there, or once no more can come. It begins at `since` (Unix milliseconds).
 */
export function copiesWatch(stage: Stage, since = Date.now()): () => Promise<CopiesSample[]> {
  const { periodSeconds, lateSeconds } = stage.site.metrics
  const queries = queriesOf(stage)
  // a system of functions alone has no copies, and CloudWatch takes no empty question
  if (queries.length === 0) return async () => []
  const figures = Map.groupBy(queries, (it) => it.workload)
  const given = new Set<string>()
  let from = floor(since, periodSeconds)
  return async () => {
    const now = Date.now()
    const to = floor(now, periodSeconds)
    if (to <= from) return []
    const settled = floor(now - lateSeconds * 1000, periodSeconds)
    const complete = (it: CopiesSample) =>
      it.at < settled || FIGURES.filter((one) => it[one] !== null).length === figures.get(it.workload)?.length
    const fresh = (await samplesBetween(stage, queries, from, to)).filter(
      (it) => !given.has(keyOf(it)) && complete(it),
    )
    for (const it of fresh) given.add(keyOf(it))
    from = nextFrom(from, settled, fresh, stage)
    return fresh
  }
}

const FIGURES: readonly Figure[] = ['running', 'desired', 'healthy']
const keyOf = ({ workload, at }: CopiesSample) => `${workload} ${at}`

/** Where nothing comes late, the last value seen is the end of what is known; else all is asked again that may still come. */
function nextFrom(from: number, settled: number, fresh: readonly CopiesSample[], { site }: Stage): number {
  const { periodSeconds, lateSeconds } = site.metrics
  if (lateSeconds > 0) return Math.max(from, settled)
  return Math.max(from, ...fresh.map((it) => it.at + periodSeconds * 1000))
}

async function samplesBetween({ clients }: Stage, queries: readonly Query[], from: number, to: number) {
  const answer = await clients.cloudwatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: queries.map((it) => it.query),
      StartTime: new Date(from),
      EndTime: new Date(to),
      ScanBy: 'TimestampAscending',
    }),
  )
  return samplesOf(queries, answer.MetricDataResults ?? [])
}

const floor = (ms: number, seconds: number) => Math.floor(ms / (seconds * 1000)) * seconds * 1000

function samplesOf(queries: readonly Query[], results: readonly MetricDataResult[]): CopiesSample[] {
  const points = results.flatMap((result) => {
    const { workload, figure } = queries.find((it) => it.query.Id === result.Id)!
    return (result.Timestamps ?? []).map((time, i) => ({
      workload,
      figure,
      at: time.getTime(),
      value: result.Values![i]!,
    }))
  })
  const groups = Map.groupBy(points, (it) => `${it.workload} ${it.at}`)
  return [...groups.values()].flatMap((group) => {
    const of = (figure: Figure) => group.find((it) => it.figure === figure)?.value ?? null
    const { workload, at } = group[0]!
    const running = of('running')
    return running === null ? [] : [{ at, workload, running, desired: of('desired'), healthy: of('healthy') }]
  })
}
