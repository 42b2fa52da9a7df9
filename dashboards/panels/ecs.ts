import type { LongRunning, System } from '../../model/kinds.ts'
import { behindBalancers } from './balancer.ts'
import { customFigures } from './custom.ts'
import { metricsOf, type Panel } from './panel.ts'

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html */
export function ecs(id: string, it: LongRunning, system: System): Panel {
  const of = metricsOf('AWS/ECS', { ClusterName: { of: 'system' }, ServiceName: { of: id } })
  return {
    service: 'ECS on Fargate',
    noun: 'task',
    figures: [
      ...behindBalancers(system, id),
      { label: 'CPU', unit: 'percent', metrics: [of('CPUUtilization', 'Average')] },
      { label: 'memory', unit: 'percent', metrics: [of('MemoryUtilization', 'Average')] },
      ...customFigures(id, it),
    ],
  }
}
