import type { Alarm, Metric } from '../../kinds.ts'

const MINUTE = 60
const metric = (namespace: string, name: string, stat: string, dimensions: Metric['dimensions']): Metric => ({
  namespace,
  name,
  stat,
  dimensions,
})
const alb = (name: string) => metric('AWS/ApplicationELB', name, 'Sum', { LoadBalancer: { of: 'alb' } })
const cache = (name: string) =>
  metric('AWS/ElastiCache', name, 'Sum', { CacheClusterId: { of: 'elasticache' } })
const payment = (name: string) =>
  metric('AWS/Lambda', name, 'Sum', { FunctionName: { of: 'payment-processor' } })
const tasks = (name: string) =>
  metric('ECS/ContainerInsights', name, 'Average', {
    ClusterName: { of: 'system' },
    ServiceName: { of: 'order' },
  })
// RequestCount leaves out what found no target, so a whole outage shows in the balancer's own errors alone
const errorShare = '100 * (FILL(target, 0) + FILL(balancer, 0)) / (FILL(requests, 0) + FILL(balancer, 0))'

/** The document's six alarms, two of the order SLO beside them (errors and waiting), and one composite per service. */
export const alarms = {
  'high-error-rate': {
    kind: 'metric',
    title: 'ALB 5XX > 5 % for 5 minutes',
    queries: [
      { id: 'target', metric: alb('HTTPCode_Target_5XX_Count') },
      { id: 'balancer', metric: alb('HTTPCode_ELB_5XX_Count') },
      { id: 'requests', metric: alb('RequestCount') },
      { id: 'share', expression: errorShare, label: '5XX share, percent' },
    ],
    comparison: 'GreaterThanThreshold',
    threshold: 5,
    periodSeconds: MINUTE,
    evaluationPeriods: 5,
    datapointsToAlarm: 5,
    missing: 'notBreaching',
  },
  'database-connections': {
    kind: 'metric',
    title: 'RDS connections > 80 % for 10 minutes',
    queries: [
      {
        id: 'connections',
        metric: metric('AWS/RDS', 'DatabaseConnections', 'Maximum', {
          DBClusterIdentifier: { of: 'aurora' },
        }),
      },
      // 100 = resources.aurora.maxConnections: check() holds the two together
      { id: 'share', expression: '100 * connections / 100', label: 'connections used, percent' },
    ],
    comparison: 'GreaterThanThreshold',
    threshold: 80,
    periodSeconds: MINUTE,
    evaluationPeriods: 10,
    datapointsToAlarm: 10,
    missing: 'missing',
  },
  'dynamodb-throttling': {
    kind: 'metric',
    title: 'DynamoDB UserErrors > 100 for 5 minutes',
    queries: [
      { id: 'errors', metric: metric('AWS/DynamoDB', 'UserErrors', 'Sum', {}) },
      // AWS counts throttles in ThrottledRequests, not in UserErrors; the document means both
      { id: 'throttles', metric: metric('AWS/DynamoDB', 'ThrottledRequests', 'Sum', {}) },
      { id: 'both', expression: 'FILL(errors, 0) + FILL(throttles, 0)', label: 'refused requests' },
    ],
    comparison: 'GreaterThanThreshold',
    threshold: 100,
    periodSeconds: 5 * MINUTE,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    missing: 'notBreaching',
  },
  'lambda-errors': {
    kind: 'metric',
    title: 'Lambda error rate > 2 % for 5 minutes',
    queries: [
      { id: 'errors', metric: payment('Errors') },
      { id: 'invocations', metric: payment('Invocations') },
      {
        id: 'share',
        expression: '100 * FILL(errors, 0) / invocations',
        label: 'failed invocations, percent',
      },
    ],
    comparison: 'GreaterThanThreshold',
    threshold: 2,
    periodSeconds: MINUTE,
    evaluationPeriods: 5,
    datapointsToAlarm: 5,
    missing: 'notBreaching',
  },
  'ecs-task-count': {
    kind: 'metric',
    title: 'Running tasks < desired for 3 minutes',
    queries: [
      { id: 'running', metric: tasks('RunningTaskCount') },
      { id: 'desired', metric: tasks('DesiredTaskCount') },
      { id: 'lacking', expression: 'desired - running', label: 'tasks lacking' },
    ],
    comparison: 'GreaterThanThreshold',
    threshold: 0,
    periodSeconds: MINUTE,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    missing: 'breaching',
  },
  'cache-hit-rate': {
    kind: 'metric',
    title: 'ElastiCache hit rate < 70 % for 15 minutes',
    queries: [
      { id: 'hits', metric: cache('CacheHits') },
      { id: 'misses', metric: cache('CacheMisses') },
      { id: 'rate', expression: '100 * hits / (hits + misses)', label: 'hit rate, percent' },
    ],
    comparison: 'LessThanThreshold',
    threshold: 70,
    periodSeconds: MINUTE,
    evaluationPeriods: 15,
    datapointsToAlarm: 15,
    missing: 'missing',
  },
  'order-fast-burn': {
    kind: 'metric',
    title: 'The order SLO burns fast: 5XX > 14.4 × (100 - 99.5) % over one minute',
    queries: [
      { id: 'target', metric: alb('HTTPCode_Target_5XX_Count') },
      { id: 'balancer', metric: alb('HTTPCode_ELB_5XX_Count') },
      { id: 'requests', metric: alb('RequestCount') },
      { id: 'share', expression: errorShare, label: '5XX share, percent' },
    ],
    comparison: 'GreaterThanThreshold',
    // 14.4 × the error budget: Google's SRE workbook, "Alerting on SLOs", 2 % of a month's budget in an hour
    threshold: 7.2,
    periodSeconds: MINUTE,
    evaluationPeriods: 2,
    datapointsToAlarm: 1,
    missing: 'notBreaching',
  },
  // Clients that retry over a failover turn errors into waiting, which no count of errors shows.
  'order-slow': {
    kind: 'metric',
    title: 'Orders wait: p95 of the order service > 1 s over one minute',
    queries: [
      {
        id: 'time',
        metric: metric('AWS/ApplicationELB', 'TargetResponseTime', 'p95', {
          LoadBalancer: { of: 'alb' },
          TargetGroup: { of: 'order' },
        }),
      },
    ],
    comparison: 'GreaterThanThreshold',
    threshold: 1,
    periodSeconds: MINUTE,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    missing: 'notBreaching',
  },
  'order-health': {
    kind: 'composite',
    title: 'Order service is not well',
    anyOf: ['high-error-rate', 'ecs-task-count', 'order-fast-burn', 'order-slow', 'database-connections'],
  },
  'payment-health': {
    kind: 'composite',
    title: 'Payment is not well',
    anyOf: ['lambda-errors'],
  },
  'menu-health': { kind: 'composite', title: 'Menu is not well', anyOf: ['cache-hit-rate'] },
  'inventory-health': {
    kind: 'composite',
    title: 'Inventory is not well',
    anyOf: ['dynamodb-throttling'],
  },
  'loyalty-health': { kind: 'composite', title: 'Loyalty is not well', anyOf: ['database-connections'] },
  // the worker's leases and checkpoints are in DynamoDB
  'analytics-health': { kind: 'composite', title: 'Analytics is not well', anyOf: ['dynamodb-throttling'] },
} as const satisfies Record<string, Alarm>
