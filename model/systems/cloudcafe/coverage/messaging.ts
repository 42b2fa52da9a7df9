import { onAws, rows } from './row.ts'

const instances = onAws('compute', 'asg', 'constructs/asg-service')

const payment = {
  in: ['lambdas/cloudcafe/payment-processor/handler.ts'],
  test: 'local/runtimes/lambda/functions.test.ts',
}
const lambda = { in: ['local/runtimes/lambda'], test: 'local/runtimes/lambda/lambda.test.ts' }
const analytics = {
  in: ['workers/cloudcafe/analytics'],
  test: 'workers/cloudcafe/analytics/analytics.test.ts',
}
const provisioned = { in: ['local/aws/provision'], test: 'local/aws/provision/provision.test.ts' }
const storm = {
  in: ['workers/cloudcafe/analytics/reports.ts'],
  test: 'workers/cloudcafe/analytics/analytics.test.ts',
}

/** Payment processor, analytics worker, queues and streams. */
export const messaging = [
  ...rows(
    'Payment processor',
    ['triggered by the FIFO queue', 'flows.payments-in.from', 'payment-processing', lambda],
    ['batch size 10', 'flows.payments-in.batchSize', 10, lambda],
    [
      'window of 5 s',
      'flows.payments-in.windowSeconds',
      undefined,
      {
        in: ['model/checks/flows.ts'],
        deviation: 'AWS has no batching window on FIFO sources; check() refuses one',
      },
    ],
    ['mock payment API', 'workloads.payments.kind', 'provider', payment],
    ['transaction log in DynamoDB', 'resources.payment-transactions.table', 'payment-transactions', payment],
    ['publishes the result to SNS', 'resources.payment-outcomes.kind', 'sns', payment],
    ['512 MB', 'workloads.payment-processor.memoryMiB', 512, lambda],
    ['30 s timeout', 'workloads.payment-processor.timeoutSeconds', 30, lambda],
    ['reserved concurrency 100', 'workloads.payment-processor.reservedConcurrency', 100, lambda],
    ['dead letters after 3', 'resources.payment-processing.redrive.maxReceives', 3, provisioned],
    ['Cold Start Avalanche: 10K executions', 'workloads.payment-processor.stress.size', 10_000, lambda],
  ),
  ...rows(
    'Analytics worker',
    ['consumes analytics-events', 'flows.facts-in.from', 'analytics-events', analytics],
    ['1-minute windows', 'flows.facts-in.windowSeconds', 60, analytics],
    ['batch insert to Redshift', 'workloads.analytics.uses.2.id', 'redshift', analytics],
    ['one instance', 'workloads.analytics.scaling.max', 1, analytics],
    ['t3.large', 'workloads.analytics.instanceType', 't3.large', instances],
    [
      'CloudWatch Logs agent',
      'workloads.analytics.logGroup',
      '/ec2/cloudcafe-analytics-worker',
      onAws('texts', 'user-data'),
    ],
    [
      'KCL 2.x',
      null,
      null,
      {
        in: ['workers/cloudcafe/analytics/consumer'],
        test: 'workers/cloudcafe/analytics/analytics.test.ts',
        deviation:
          'Node has no KCL that is kept well: leases and checkpoints as in the KCL, in a table of their own',
      },
    ],
    [
      'systemd restarts it',
      null,
      null,
      { in: ['stacks/artifacts/workload.service'], test: 'stacks/artifacts/unit.test.ts' },
    ],
    [
      'pandas',
      null,
      null,
      { in: [], deviation: 'the aggregation is SQL in Redshift; nothing is left for pandas' },
    ],
    ['Query Storm: 500 queries', 'workloads.analytics.stress.size', 500, storm],
    ['Query Storm: 90 % CPU', 'workloads.analytics.stress.cpuPercent', 90, storm],
  ),
  ...rows(
    'Queues and streams',
    ['order-submission-queue', 'resources.order-submission.queue', 'order-submission-queue', provisioned],
    ['long polling of 20 s', 'resources.order-submission.waitSeconds', 20, provisioned],
    [
      'payment-processing-queue is FIFO',
      'resources.payment-processing.queue',
      'payment-processing-queue.fifo',
      provisioned,
    ],
    ['group id is the customer', 'resources.payment-processing.fifo.groupId', 'customer_id', provisioned],
    [
      'content-based deduplication',
      'resources.payment-processing.fifo.contentBasedDeduplication',
      true,
      provisioned,
    ],
    ['notification-queue', 'resources.notification.queue', 'notification-queue', provisioned],
    ['notification fan-out from SNS', 'flows.outcomes-to-notification.to', 'notification', provisioned],
    ['order-events: 4 shards', 'resources.order-events.shards', 4, provisioned],
    ['order-events: key customer_id', 'resources.order-events.partitionKey', 'customer_id', provisioned],
    ['order-events: 24 h', 'resources.order-events.retentionHours', 24, provisioned],
    ['analytics-events: 2 shards', 'resources.analytics-events.shards', 2, provisioned],
    ['analytics-events: key store_id', 'resources.analytics-events.partitionKey', 'store_id', provisioned],
    ['analytics-events: 24 h', 'resources.analytics-events.retentionHours', 24, provisioned],
  ),
] as const
