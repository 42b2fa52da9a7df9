import type { Sns } from '../../model/kinds.ts'
import { metricsOf, type Panel } from './panel.ts'

/** https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html */
export function sns(id: string, _it: Sns): Panel {
  const of = metricsOf('AWS/SNS', { TopicName: { of: id } })
  return {
    service: 'SNS topic',
    figures: [{ label: 'published', unit: 'a second', metrics: [of('NumberOfMessagesPublished', 'Sum')] }],
  }
}
