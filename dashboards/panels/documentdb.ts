import type { DocumentDb } from '../../model/kinds.ts'
import { metricsOf, type Panel } from './panel.ts'

/** https://docs.aws.amazon.com/documentdb/latest/developerguide/cloud_watch.html */
export function documentdb(id: string, { maxConnections }: DocumentDb): Panel {
  const of = metricsOf('AWS/DocDB', { DBClusterIdentifier: { of: id } })
  const connections = of('DatabaseConnections', 'Maximum')
  return {
    service: 'DocumentDB',
    figures: [
      { label: 'connections', unit: 'count', metrics: [connections], limit: maxConnections },
      { label: 'CPU', unit: 'percent', metrics: [of('CPUUtilization', 'Average')] },
    ],
  }
}
