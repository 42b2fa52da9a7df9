import { onAws, rows } from './row.ts'

const copies = onAws('compute', 'ecs', 'eks', 'lambda')
const stores = onAws('data', 'data')
const shown = {
  in: ['dashboards/services.ts', 'stacks/observability.ts'],
  test: 'dashboards/services.test.ts',
}
const told = onAws('observability', 'observability', 'constructs/alarm')
const secured = onAws('security', 'security', 'audit')
const alarms = { in: ['local/aws/cloudwatch'], test: 'local/aws/cloudwatch/cloudwatch.test.ts' }

/** Metrics, logs and alarms. */
export const observability = [
  ...rows(
    'Observability',
    ['CloudCafe/OrderService CPUStressLevel', 'workloads.order.metrics.0.name', 'CPUStressLevel', alarms],
    ['OrderCreationDuration', 'workloads.order.metrics.1.name', 'OrderCreationDuration', alarms],
    ['CloudCafe/Inventory RestockCPU', 'workloads.inventory.metrics.0.name', 'RestockCPU', alarms],
    ['CloudCafe/Menu SyncCPU', 'workloads.menu.metrics.0.name', 'SyncCPU', alarms],
    ['CloudCafe/Loyalty BatchJobCPU', 'workloads.loyalty.metrics.0.name', 'BatchJobCPU', alarms],
    ['ECS: CPUUtilization, MemoryUtilization, RunningTaskCount', null, null, shown],
    ['EKS: pod_cpu_utilization, pod_memory_utilization', null, null, shown],
    ['RDS: DatabaseConnections, CPUUtilization, ReadLatency', null, null, shown],
    ['DynamoDB: ConsumedReadCapacityUnits, UserErrors', null, null, shown],
    ['Lambda: Duration, Errors, ConcurrentExecutions', null, null, shown],
    ['Kinesis: IncomingRecords, GetRecords.IteratorAgeMilliseconds', null, null, shown],
    ['log group of order', 'workloads.order.logGroup', '/ecs/cloudcafe-order-service', copies],
    ['log group of EKS', 'workloads.menu.logGroup', '/aws/eks/cloudcafe/cluster', copies],
    [
      'log group of payment',
      'workloads.payment-processor.logGroup',
      '/aws/lambda/cloudcafe-payment-processor',
      copies,
    ],
    ['log group of Aurora', null, null, stores],
    ['retention 7 days (dev)', 'operations.logRetentionDays.dev', 7, secured],
    ['retention 30 days (prod)', 'operations.logRetentionDays.prod', 30, secured],
    ['log keys', null, null, { in: ['lib/log.ts'], test: 'lib/log.test.ts' }],
    ['ALB 5XX > 5 %', 'alarms.high-error-rate.threshold', 5, alarms],
    ['… for 5 minutes', 'alarms.high-error-rate.evaluationPeriods', 5, alarms],
    ['RDS connections > 80 %', 'alarms.database-connections.threshold', 80, alarms],
    ['… for 10 minutes', 'alarms.database-connections.evaluationPeriods', 10, alarms],
    ['DynamoDB UserErrors > 100', 'alarms.dynamodb-throttling.threshold', 100, alarms],
    ['… for 5 minutes', 'alarms.dynamodb-throttling.periodSeconds', 300, alarms],
    ['Lambda errors > 2 %', 'alarms.lambda-errors.threshold', 2, alarms],
    ['… for 5 minutes', 'alarms.lambda-errors.evaluationPeriods', 5, alarms],
    ['tasks < desired', 'alarms.ecs-task-count.threshold', 0, alarms],
    ['… for 3 minutes', 'alarms.ecs-task-count.evaluationPeriods', 3, alarms],
    ['hit rate < 70 %', 'alarms.cache-hit-rate.threshold', 70, alarms],
    ['… for 15 minutes', 'alarms.cache-hit-rate.evaluationPeriods', 15, alarms],
    ['people are told of the alarms', null, null, told],
  ),
] as const
