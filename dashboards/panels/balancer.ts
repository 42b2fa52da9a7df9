import type { Metric, System } from '../../model/kinds.ts'
import { targetGroupName } from '../../model/names.ts'
import { isFunction } from '../../model/references.ts'
import { type Figure, metricsOf } from './panel.ts'

const NAMESPACE = 'AWS/ApplicationELB'
const balancer = (of: string): Metric['dimensions'] => ({ LoadBalancer: { of } })

/** Requests through an application load balancer. */
export const requests = (id: string): Figure => ({
  label: 'requests',
  unit: 'a second',
  metrics: [metricsOf(NAMESPACE, balancer(id))('RequestCount', 'Sum')],
})

/** Answers with 5XX, those of the targets and the balancer's own. */
export function failures(id: string): Figure {
  const of = metricsOf(NAMESPACE, balancer(id))
  const metrics = [of('HTTPCode_Target_5XX_Count', 'Sum'), of('HTTPCode_ELB_5XX_Count', 'Sum')] as const
  return { label: '5XX', unit: 'a second', metrics }
}

/** How long targets take to answer; `percentile` such as `p95`. */
export const latency = (id: string, percentile: string): Figure => ({
  label: percentile,
  unit: 'seconds',
  metrics: [metricsOf(NAMESPACE, balancer(id))('TargetResponseTime', percentile)],
})

/** What comes to a workload through application load balancers: requests, errors, and latency against the strictest SLO. */
export function behindBalancers(system: System, workload: string): readonly Figure[] {
  return Object.entries(system.entries).flatMap(([id, entry]) => {
    const route = entry.kind === 'alb' ? entry.routes.find((it) => it.to === workload) : undefined
    if (!route) return []
    const of = metricsOf(NAMESPACE, { ...balancer(id), TargetGroup: { of: workload } })
    const slo = strictestP95(system, route.prefix)
    return [
      { label: 'requests', unit: 'a second', metrics: [of('RequestCount', 'Sum')] },
      {
        label: 'p95',
        unit: 'seconds',
        metrics: [of('TargetResponseTime', 'p95')],
        ...(slo === null ? {} : { limit: slo }),
      },
      { label: '5XX', unit: 'a second', metrics: [of('HTTPCode_Target_5XX_Count', 'Sum')] },
    ] satisfies Figure[]
  })
}

/** Seconds that the most demanding journey through that path allows; null where none comes by. */
function strictestP95({ journeys }: System, prefix: string): number | null {
  const passing = Object.values(journeys).filter((it) =>
    it.steps.some((step) => step.path.startsWith(prefix)),
  )
  return passing.length === 0 ? null : Math.min(...passing.map((it) => it.slo.p95Ms)) / 1000
}

/** Healthy copies behind the load balancer that leads to a workload; null where none does, and for a function. */
export function healthyCopies(system: System, workload: string): Figure | null {
  if (isFunction(system, workload)) return null
  for (const [id, entry] of Object.entries(system.entries)) {
    if (entry.kind === 'alb' && entry.routes.some((it) => it.to === workload))
      return hosts(NAMESPACE, { ...balancer(id), TargetGroup: { of: workload } })
    if (entry.kind === 'nlb' && entry.to === workload)
      return hosts('AWS/NetworkELB', { ...balancer(id), TargetGroup: targetGroupName(entry.targetGroup) })
  }
  return null
}

const hosts = (namespace: string, dimensions: Metric['dimensions']): Figure => ({
  label: 'healthy',
  unit: 'count',
  metrics: [metricsOf(namespace, dimensions)('HealthyHostCount', 'Minimum')],
})
