import type { Kinesis } from '../../model/kinds.ts'
import { metricsOf, type Panel } from './panel.ts'

/** https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html */
export function kinesis(id: string, _it: Kinesis): Panel {
  const of = metricsOf('AWS/Kinesis', { StreamName: { of: id } })
  const age = of('GetRecords.IteratorAgeMilliseconds', 'Maximum')
  return {
    service: 'Kinesis stream',
    figures: [
      { label: 'records', unit: 'a second', metrics: [of('IncomingRecords', 'Sum')] },
      { label: 'behind', unit: 'milliseconds', metrics: [age], rare: true },
    ],
  }
}
