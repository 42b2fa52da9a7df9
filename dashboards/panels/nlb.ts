import type { Nlb } from '../../model/kinds.ts'
import { metricsOf, type Panel } from './panel.ts'

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html */
export function nlb(id: string, _it: Nlb): Panel {
  const of = metricsOf('AWS/NetworkELB', { LoadBalancer: { of: id } })
  const flows = of('ActiveFlowCount', 'Maximum')
  return {
    service: 'Network Load Balancer',
    figures: [{ label: 'open connections', unit: 'count', metrics: [flows] }],
  }
}
