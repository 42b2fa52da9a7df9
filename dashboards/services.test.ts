import { describe, expect, it } from 'vitest'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { serviceWidgets } from './services.ts'

/** What the document lists under "CloudWatch Metrics". */
const DOCUMENT = [
  ['CloudCafe/OrderService', 'CPUStressLevel', 'OrderCreationDuration'],
  ['CloudCafe/Inventory', 'RestockCPU'],
  ['CloudCafe/Menu', 'SyncCPU'],
  ['CloudCafe/Loyalty', 'BatchJobCPU'],
  ['AWS/ECS', 'CPUUtilization', 'MemoryUtilization'],
  ['ECS/ContainerInsights', 'RunningTaskCount'],
  ['ContainerInsights', 'pod_cpu_utilization', 'pod_memory_utilization'],
  ['AWS/RDS', 'DatabaseConnections', 'CPUUtilization', 'ReadLatency'],
  ['AWS/DynamoDB', 'ConsumedReadCapacityUnits', 'UserErrors'],
  ['AWS/Lambda', 'Duration', 'Errors', 'ConcurrentExecutions'],
  ['AWS/Kinesis', 'IncomingRecords', 'GetRecords.IteratorAgeMilliseconds'],
] as const

const widgets = serviceWidgets(cloudcafe, (metric) => [metric])
const rows = widgets.flatMap((it) => it.properties.metrics as readonly (readonly unknown[])[])

describe('the dashboard of services', () => {
  it.each(DOCUMENT.flatMap(([namespace, ...names]) => names.map((name) => [namespace, name] as const)))(
    'shows %s %s, as the document asks',
    (namespace, name) => {
      expect(rows.some((row) => row[0] === namespace && row[1] === name)).toBe(true)
    },
  )

  it('asks for nothing twice', () => {
    const asked = rows.map((row) => JSON.stringify([row.slice(0, -1), (row.at(-1) as { stat: string }).stat]))
    expect(new Set(asked).size).toBe(asked.length)
  })

  it('has a line for each part that AWS counts by', () => {
    const halves = serviceWidgets(cloudcafe, (metric) =>
      ['a', 'b'].map((Part) => ({ ...metric, dimensions: { ...metric.dimensions, Part } })),
    )
    const all = halves.flatMap((it) => it.properties.metrics as readonly unknown[])
    expect(all).toHaveLength(2 * rows.length)
  })

  it('has no widget on another', () => {
    expect(new Set(widgets.map(({ x, y }) => `${x} ${y}`)).size).toBe(widgets.length)
  })
})
