import type { MemoryDb, System } from '../../model/kinds.ts'
import { memoryDbNodeName } from '../../model/names.ts'
import { metricsOf, type Panel } from './panel.ts'

/** Of the primary. https://docs.aws.amazon.com/memorydb/latest/devguide/metrics.whichshouldimonitor.html */
export function memorydb(id: string, _it: MemoryDb, system: System): Panel {
  const NodeName = memoryDbNodeName(system, id, 1)
  const of = metricsOf('AWS/MemoryDB', { ClusterName: { of: id }, NodeName })
  const reads = [of('KeyspaceHits', 'Sum'), of('KeyspaceMisses', 'Sum')] as const
  return {
    service: 'MemoryDB',
    figures: [
      { label: 'reads', unit: 'a second', metrics: reads },
      { label: 'connections', unit: 'count', metrics: [of('CurrConnections', 'Maximum')] },
      { label: 'CPU', unit: 'percent', metrics: [of('CPUUtilization', 'Average')] },
    ],
  }
}
