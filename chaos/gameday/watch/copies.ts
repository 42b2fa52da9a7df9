import { GetMetricDataCommand, type MetricDataQuery, type MetricDataResult } from '@aws-sdk/client-cloudwatch'
import type { LongRunning, System } from '../../../model/kinds.ts'
import {
  albName,
  clusterName,
  deploymentName,
  namespace,
  nlbName,
  serviceName,
  targetGroupName,
} from '../../../model/names.ts'
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
function healthyHosts(system: System, workload: string): MetricOf | undefined {
  for (const [id, entry] of Object.entries(system.entries)) {
    if (entry.kind === 'nlb' && entry.to === workload)
      return hosts('AWS/NetworkELB', nlbName(system, id), entry.targetGroup)
    const route = entry.kind === 'alb' ? entry.routes.find((it) => it.to === workload) : undefined
    if (route) return hosts('AWS/ApplicationELB', albName(system, id), route.targetGroup)
  }
  return undefined
}

const hosts = (namespace: string, balancer: string, group: string): MetricOf => ({
  namespace,
  name: 'HealthyHostCount',
  dimensions: { LoadBalancer: balancer, TargetGroup: targetGroupName(group) },
})

interface Query {
  readonly workload: string
  readonly figure: Figure
  readonly query: MetricDataQuery
}

function queriesOf(system: System, periodSeconds: number): Query[] {
  const wanted = Object.entries(system.workloads).flatMap(([workload, it]) => {
    if (it.kind !== 'service' && it.kind !== 'worker') return []
    const figures = { ...COUNTS[it.on](system, workload), healthy: healthyHosts(system, workload) }
    return Object.entries(figures).flatMap(([figure, metric]) =>
      metric ? [{ workload, figure: figure as Figure, metric }] : [],
    )
  })
  return wanted.map(({ workload, figure, metric }, i) => ({
    workload,
    figure,
    query: { Id: `q${i}`, MetricStat: statOf(metric, figure, periodSeconds) },
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

/** Asks CloudWatch for the copies of every workload; each call gives the periods that have become complete since. */
export function copiesWatch({ clients, system, site }: Stage): () => Promise<CopiesSample[]> {
  const periodSeconds = site.local ? 1 : 60
  const queries = queriesOf(system, periodSeconds)
  let from = floor(Date.now(), periodSeconds)
  return async () => {
    const to = floor(Date.now(), periodSeconds)
    if (to <= from) return []
    const answer = await clients.cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: queries.map((it) => it.query),
        StartTime: new Date(from),
        EndTime: new Date(to),
        ScanBy: 'TimestampAscending',
      }),
    )
    const samples = samplesOf(queries, answer.MetricDataResults ?? [])
    from = Math.max(from, ...samples.map((it) => it.at + periodSeconds * 1000))
    return samples
  }
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
