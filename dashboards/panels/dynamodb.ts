import type { DynamoDb } from '../../model/kinds.ts'
import { metricsOf, type Panel } from './panel.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
export function dynamodb(id: string, _it: DynamoDb): Panel {
  const of = metricsOf('AWS/DynamoDB', { TableName: { of: id } })
  return {
    service: 'DynamoDB',
    figures: [
      { label: 'read units', unit: 'a second', metrics: [of('ConsumedReadCapacityUnits', 'Sum')] },
      { label: 'write units', unit: 'a second', metrics: [of('ConsumedWriteCapacityUnits', 'Sum')] },
    ],
  }
}
