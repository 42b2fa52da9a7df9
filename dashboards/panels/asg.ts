import type { LongRunning, System } from '../../model/kinds.ts'
import { behindBalancers } from './balancer.ts'
import { customFigures } from './custom.ts'
import { metricsOf, type Panel } from './panel.ts'

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html */
export function asg(id: string, it: LongRunning, system: System): Panel {
  const of = metricsOf('AWS/EC2', { AutoScalingGroupName: { of: id } })
  return {
    service: 'EC2 Auto Scaling',
    noun: 'instance',
    figures: [
      ...behindBalancers(system, id),
      { label: 'CPU', unit: 'percent', metrics: [of('CPUUtilization', 'Average')] },
      ...customFigures(id, it),
    ],
  }
}
