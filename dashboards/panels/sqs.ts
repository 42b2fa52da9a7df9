import type { Metric, Sqs } from '../../model/kinds.ts'
import { type Figure, metricsOf, type Panel } from './panel.ts'

const of = (id: string, name: string): Metric =>
  metricsOf('AWS/SQS', { QueueName: { of: id } })(name, 'Maximum')

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export const sqs = (id: string, { fifo, redrive }: Sqs): Panel => ({
  service: fifo ? 'SQS FIFO queue' : 'SQS queue',
  figures: [
    { label: 'waiting', unit: 'count', metrics: [of(id, 'ApproximateNumberOfMessagesVisible')] },
    { label: 'in flight', unit: 'count', metrics: [of(id, 'ApproximateNumberOfMessagesNotVisible')] },
    { label: 'oldest', unit: 'seconds', metrics: [of(id, 'ApproximateAgeOfOldestMessage')] },
    ...(redrive ? [deadLetters(redrive.to)] : []),
  ],
})

/** One dead letter is one too many. */
const deadLetters = (id: string): Figure => ({
  label: 'dead letters',
  unit: 'count',
  metrics: [of(id, 'ApproximateNumberOfMessagesVisible')],
  limit: 0,
})
