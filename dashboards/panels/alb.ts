import type { Alb } from '../../model/kinds.ts'
import { failures, latency, requests } from './balancer.ts'
import type { Panel } from './panel.ts'

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
export const alb = (id: string, _it: Alb): Panel => ({
  service: 'Application Load Balancer',
  figures: [requests(id), latency(id, 'p50'), latency(id, 'p95'), failures(id)],
})
