import type { Aurora } from '../../model/kinds.ts'
import { metricsOf, type Panel } from './panel.ts'

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html */
export function aurora(id: string, { maxConnections }: Aurora): Panel {
  const of = metricsOf('AWS/RDS', { DBClusterIdentifier: { of: id } })
  const connections = of('DatabaseConnections', 'Maximum')
  return {
    service: 'Aurora PostgreSQL',
    noun: 'instance',
    figures: [
      { label: 'connections', unit: 'count', metrics: [connections], limit: maxConnections },
      { label: 'read', unit: 'seconds', metrics: [of('ReadLatency', 'Average')] },
      { label: 'commit', unit: 'milliseconds', metrics: [of('CommitLatency', 'Average')] },
      { label: 'CPU', unit: 'percent', metrics: [of('CPUUtilization', 'Maximum')] },
    ],
  }
}
