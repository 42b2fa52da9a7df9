import type { LongRunning, System } from '../../model/kinds.ts'
import { deploymentName, namespace } from '../../model/names.ts'
import { behindBalancers } from './balancer.ts'
import { customFigures } from './custom.ts'
import { metricsOf, type Panel } from './panel.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-EKS.html */
export function eks(id: string, it: LongRunning, system: System): Panel {
  const of = metricsOf('ContainerInsights', {
    ClusterName: { of: 'system' },
    Namespace: namespace(system),
    Service: deploymentName(system, id),
  })
  return {
    service: 'EKS',
    noun: 'pod',
    figures: [
      ...behindBalancers(system, id),
      { label: 'CPU', unit: 'percent', metrics: [of('pod_cpu_utilization', 'Average')] },
      { label: 'memory', unit: 'percent', metrics: [of('pod_memory_utilization', 'Average')] },
      ...customFigures(id, it),
    ],
  }
}
