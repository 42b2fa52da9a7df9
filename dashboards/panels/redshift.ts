import type { Redshift } from '../../model/kinds.ts'
import { metricsOf, type Panel } from './panel.ts'

/** https://docs.aws.amazon.com/redshift/latest/mgmt/metrics-listing.html */
export function redshift(id: string, _it: Redshift): Panel {
  const of = metricsOf('AWS/Redshift', { ClusterIdentifier: { of: id } })
  return {
    service: 'Redshift',
    figures: [
      { label: 'queries', unit: 'a second', metrics: [of('QueriesCompletedPerSecond', 'Average')] },
      { label: 'waiting', unit: 'count', metrics: [of('WLMQueueLength', 'Maximum')] },
      { label: 'CPU', unit: 'percent', metrics: [of('CPUUtilization', 'Average')] },
    ],
  }
}
