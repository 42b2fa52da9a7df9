import { onAws, rows } from './row.ts'

const copies = onAws('compute', 'ecs', 'eks', 'lambda')
const stores = onAws('data', 'data')
const secured = onAws('security', 'security', 'audit')
const withoutUsers = {
  ...stores,
  deviation:
    'no users: the groups let in the workloads that use it and nobody else. Tokens of IAM last fifteen minutes, and the client of a cluster takes one password for its life; nothing would rotate a password of our own',
}
const spending = {
  in: ['stacks/budgets.ts', 'stacks/cost/estimate.ts'],
  test: 'stacks/observability.test.ts',
}
const objective = {
  in: ['stacks/data.ts'],
  deviation:
    'an objective to plan by: backups and replicas are made for it, and no drill takes hours to measure it',
}

/** Cost, security, disaster recovery. */
export const upkeep = [
  ...rows(
    'Cost',
    ['Fargate Spot', 'operations.spot.order', 'Fargate Spot above the smallest number of tasks', copies],
    ['EKS Spot', 'operations.spot.menu', 'Spot node group', copies],
    ['Graviton for RDS', 'resources.aurora.instanceClass', 'db.r6g.large', stores],
    ['t3 for ElastiCache', 'resources.elasticache.nodeType', 'cache.t3.small', stores],
    ['MemoryDB starts with 1 shard', 'resources.memorydb.shards', 1, stores],
    ['$30-40 a day', 'operations.dailyBudget.to', 40, spending],
    ['$15 a day for compute', 'operations.dailyShares.compute.to', 15, spending],
    [
      '$10 a day for databases',
      'operations.dailyShares.databases.to',
      10,
      {
        ...spending,
        deviation:
          'six engines of which the cheapest classes together cost some $13 a day in dev; the day as a whole is within its budget',
      },
    ],
    ['Redshift pauses when not in use', null, null, onAws('data', 'constructs/redshift-hours', 'profiles')],
    [
      'Lambda: 128 to 256 MB if needed',
      'workloads.notifier.memoryMiB',
      256,
      onAws('compute', 'constructs/function'),
    ],
    ['$800-1200 a month', 'operations.monthlyEstimate.to', 1200, spending],
  ),
  ...rows(
    'Security',
    [
      'least privilege',
      null,
      null,
      {
        in: ['model/systems/cloudcafe/workloads.ts', 'stacks/iam.ts'],
        test: 'stacks/rights.test.ts',
        deviation: "the document's lists are narrower than its data flow; rights are derived from `uses`",
      },
    ],
    ['Aurora password rotates in 30 days', 'resources.aurora-secret.rotationDays', 30, secured],
    ['DocumentDB password rotates in 30 days', 'resources.documentdb-secret.rotationDays', 30, secured],
    ['API keys as SecureString parameters', 'resources.payments-api-key.kind', 'parameter', secured],
    [
      'TLS 1.2 on all connections',
      'operations.tlsVersion',
      '1.2',
      {
        in: ['stacks/tls.ts', 'stacks/domain.ts', 'stacks/store-urls.ts', 'stacks/policy.ts'],
        test: 'stacks/edge.test.ts',
        deviation:
          'from a balancer to a copy, and through the NLB, it is HTTP on 8080 within the groups, as the document has it',
      },
    ],
    ['TLS 1.2 to databases', 'operations.tlsVersion', '1.2', stores],
    ['ElastiCache: encryption in transit', 'resources.elasticache.kind', 'elasticache', withoutUsers],
    ['MemoryDB: TLS', 'resources.memorydb.kind', 'memorydb', withoutUsers],
    [
      'WAF in front of all public entries',
      null,
      null,
      {
        ...onAws('security', 'firewalls', 'hop'),
        deviation:
          'an address is counted at the entry that it calls: what CloudFront and the API pass on comes from addresses of theirs, bears a mark, and is not counted again',
      },
    ],
    ['KMS at rest', 'operations.encryptedAtRest', true, stores],
    ['VPC flow logs', 'operations.audit.0', 'vpc-flow-logs', secured],
    ['CloudTrail', 'operations.audit.1', 'cloudtrail', secured],
    [
      'Config',
      'operations.audit.2',
      'config',
      {
        ...secured,
        deviation:
          'a region has one recorder: where the account has one, CAFE_CONFIG_RECORDER=account puts our rules on it',
      },
    ],
  ),
  ...rows(
    'Disaster recovery',
    ['Aurora backups of 7 days', 'resources.aurora.backupDays', 7, stores],
    [
      'Aurora snapshots before major deployments',
      null,
      null,
      {
        in: ['stacks/data-place.ts'],
        deviation:
          'taken by whoever deploys, as only they know which deployment is a major one; production takes one before it is destroyed',
      },
    ],
    ['copy of Aurora in another region, in production only', null, null, stores],
    ['point-in-time recovery', 'resources.active-orders.pointInTimeRecovery', true, stores],
    [
      'backups of tables before schema changes',
      null,
      null,
      {
        in: ['stacks/constructs/dynamodb.ts'],
        deviation:
          'tables have no schema but their keys, and a change of keys is another table; recovery to any second is on',
      },
    ],
    ['Redshift snapshots by hand, weekly', null, null, stores],
    ['Redshift snapshots of 1 day', 'resources.redshift.snapshotDays', 1, stores],
    ['critical: RTO 1 h', 'operations.objectives.critical.rtoSeconds', 3600, objective],
    ['critical: RPO 5 minutes', 'operations.objectives.critical.rpoSeconds', 300, objective],
    ['important: RTO 4 h', 'operations.objectives.important.rtoSeconds', 14_400, objective],
    ['important: RPO 15 minutes', 'operations.objectives.important.rpoSeconds', 900, objective],
    ['low: RTO 24 h, RPO 1 day', 'operations.objectives.low.rtoSeconds', 86_400, objective],
  ),
] as const
