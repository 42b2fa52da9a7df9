import { onAws, rows } from './row.ts'

const vpc = onAws('network', 'network')
const groups = onAws('network', 'security-groups')
const onEdge = onAws('edge', 'edge')
const copies = onAws('compute', 'ecs', 'eks', 'lambda')
const stores = onAws('data', 'data')
const shown = {
  in: ['dashboards/services.ts', 'stacks/observability.ts'],
  test: 'dashboards/services.test.ts',
}
const told = onAws('observability', 'observability', 'constructs/alarm')
const secured = onAws('security', 'security', 'audit')
const spending = {
  in: ['stacks/budgets.ts', 'stacks/cost/estimate.ts'],
  test: 'stacks/observability.test.ts',
}
const objective = {
  in: ['stacks/data.ts'],
  deviation:
    'an objective to plan by: backups and replicas are made for it, and no drill takes hours to measure it',
}

const engines = { in: ['local/engines'], test: 'local/engines/index.test.ts' }
const onNodes = {
  ...onEdge,
  deviation:
    'its targets are the nodes, each of which hands on to a pod that is ready: to know pods by address takes a controller in the cluster',
}
const alb = { in: ['local/entries/alb.ts'], test: 'local/entries/alb.test.ts' }
const alarms = { in: ['local/aws/cloudwatch'], test: 'local/aws/cloudwatch/cloudwatch.test.ts' }
const fis = { in: ['local/aws/fis/actions'], test: 'local/aws/fis/experiments.test.ts' }
/** A fault without an action of FIS's own: a document of ours, and the experiment that runs it. */
const automated = (document: string, experiment: string) => ({
  in: [`chaos/documents/${document}.ts`, `chaos/experiments/cloudcafe/${experiment}.ts`],
  test: 'local/aws/fis/automation.test.ts',
})
/** A fault that no document puts in place yet, and what stands in its way. */
const lacking = (why: string) => ({ in: [], deviation: `not yet: ${why}` })
const next = (what: string) => ({ in: [], deviation: `not yet: ${what} comes with the whole set of faults` })
const report = { in: ['chaos/gameday'], test: 'test/gameday.test.ts' }

/** Caches, network, balancers, observability, failures, recovery, cost, security, disaster recovery. */
export const platformRows = [
  ...rows(
    'Caches',
    ['menu items: 5 minutes', 'resources.elasticache.ttlSeconds.menu', 300, engines],
    ['user sessions: 30 minutes', 'resources.elasticache.ttlSeconds.session', 1800, engines],
    ['store metadata: 1 hour', 'resources.elasticache.ttlSeconds.store', 3600, engines],
    ['eviction LRU', 'resources.elasticache.evictionPolicy', 'allkeys-lru', engines],
    [
      'Redis',
      null,
      null,
      {
        in: ['stacks/versions.ts', 'lib/stores/valkey.ts'],
        test: 'lib/stores/valkey.test.ts',
        deviation: 'Valkey, which speaks Redis and which both services run by that name at a lower price',
      },
    ],
    ['MemoryDB is durable', 'resources.memorydb.kind', 'memorydb', engines],
    [
      'token-bucket rate limits',
      null,
      null,
      { in: ['services/cloudcafe/inventory'], test: 'services/cloudcafe/inventory/inventory.test.ts' },
    ],
  ),
  ...rows(
    'Network',
    ['VPC 10.0.0.0/16', 'vpcCidr', '10.0.0.0/16', vpc],
    ['public 10.0.1-3.0/24', 'subnets.public', ['10.0.1.0/24', '10.0.2.0/24', '10.0.3.0/24'], vpc],
    ['private 10.0.11-13.0/24', 'subnets.private', ['10.0.11.0/24', '10.0.12.0/24', '10.0.13.0/24'], vpc],
    ['database 10.0.21-23.0/24', 'subnets.database', ['10.0.21.0/24', '10.0.22.0/24', '10.0.23.0/24'], vpc],
    ['zones a, b, c', 'zones', ['a', 'b', 'c'], vpc],
    ['us-east-1', 'region', 'us-east-1', vpc],
    [
      'one NAT gateway',
      'operations.natGateways.dev',
      1,
      {
        ...vpc,
        deviation: 'in production each zone has its own: the loss of one zone is not to be that of all',
      },
    ],
    ['alb-sg: 80/443 from anywhere', 'securityGroups.alb.inbound.0.from', '0.0.0.0/0', groups],
    ['ecs-task-sg: 8080 from ALB', 'securityGroups.ecs.inbound.0.from', 'alb', groups],
    ['eks-node-sg: 8080 from ALB', 'securityGroups.eks.inbound.0.ports.0', 8080, groups],
    ['eks-node-sg: all from VPC', 'securityGroups.eks.inbound.1.from', 'vpc', groups],
    ['ec2-sg: 8080 from NLB', 'securityGroups.ec2.inbound.0.from', 'nlb', groups],
    ['ec2-sg: 22 from VPC', 'securityGroups.ec2.inbound.1.ports.0', 22, groups],
    [
      'rds-sg: 5432 from compute SGs',
      'securityGroups.rds.inbound.0.ports.0',
      5432,
      { ...groups, deviation: 'functions are among them: one changes the password from inside the VPC' },
    ],
    [
      'elasticache-sg: 6379 from compute SGs',
      'securityGroups.elasticache.inbound.0.ports.0',
      6379,
      { ...groups, deviation: 'functions are among them: one keeps the counters in MemoryDB up to date' },
    ],
    ['redshift-sg: 5439 from EC2', 'securityGroups.redshift.inbound.0.ports.0', 5439, groups],
    ['ALB is internet-facing', 'entries.alb.scheme', 'internet-facing', onEdge],
    ['listeners HTTP:80, HTTPS:443', null, null, onEdge],
    ['order-service-tg → ECS tasks', 'entries.alb.routes.0.targetGroup', 'order-service-tg', onEdge],
    ['menu-service-tg → EKS pods', 'entries.alb.routes.1.targetGroup', 'menu-service-tg', onNodes],
    ['inventory-service-tg → EKS pods', 'entries.alb.routes.2.targetGroup', 'inventory-service-tg', onNodes],
    [
      '/api/orders/* → order',
      'entries.alb.routes.0.to',
      'order',
      {
        ...alb,
        deviation:
          'as written it does not match POST /api/orders; the rule is the prefix itself and all below',
      },
    ],
    ['/api/menu/* → menu', 'entries.alb.routes.1.to', 'menu', alb],
    ['/api/inventory/* → inventory', 'entries.alb.routes.2.to', 'inventory', alb],
    ['NLB is internal, TCP:8080', 'entries.nlb.port', 8080, onEdge],
    ['loyalty-service-tg → EC2 instances', 'entries.nlb.targetGroup', 'loyalty-service-tg', onEdge],
    [
      'VPC Lattice: order and inventory',
      'entries.lattice.services.0',
      'order',
      {
        in: ['local/entries/lattice.ts'],
        deviation:
          'menu is on it too, since the order service asks it for prices, and tasks call it as well as pods; TLS by certificates of Lattice, which has no mutual TLS of its own; a group that was added lets it in; none on this machine',
      },
    ],
    [
      'internet → CloudFront',
      'entries.cdn.to',
      'api',
      {
        ...onEdge,
        deviation:
          'the document names no domain, and TLS cannot do without: whoever deploys gives one, with its zone and its certificate',
      },
    ],
    ['CloudFront → API Gateway (REST)', 'entries.api.kind', 'apigateway', onEdge],
    ['API Gateway → ALB', 'entries.api.to', 'alb', onEdge],
  ),
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
  ...rows(
    'Failures',
    [
      'ALB routing rule deletion',
      null,
      null,
      {
        ...automated('withdraw-rule', 'menu-rule-withdrawal'),
        deviation:
          'the rule is made to match nothing, which is the same to a caller: deleted, it would come back under an ARN that neither Terraform nor the next drill knows',
      },
    ],
    [
      'security group ingress revocation',
      null,
      null,
      lacking(
        'no API gives or takes the rules of security groups on this machine, and a document that changed nothing here would be none; on AWS a rule that is authorised again has another id, which Terraform takes for a lost one',
      ),
    ],
    [
      'NAT gateway failure',
      null,
      null,
      lacking(
        'route tables are not played on this machine: the way to the payment provider is a link, which no API of routes acts upon',
      ),
    ],
    ['ECS task termination (50 %)', null, null, fis],
    [
      'EKS node drain',
      null,
      null,
      {
        ...fis,
        deviation:
          'FIS has no drain: a node is terminated with all its pods at once, which is the harder case; on this machine a node is a zone',
      },
    ],
    ['EC2 instance termination', null, null, fis],
    ['Lambda throttling', null, null, automated('throttle-function', 'payment-throttle')],
    ['Aurora failover', null, null, fis],
    ['DynamoDB throttling', null, null, automated('throttle-table', 'orders-table-throttle')],
    ['DocumentDB connection exhaustion', null, null, next('connection exhaustion')],
    ['ElastiCache flush', null, null, automated('flush-cache', 'cache-flush')],
    ['MemoryDB restart', null, null, automated('fail-over-shard', 'memorydb-restart')],
    [
      'Redis eviction pressure',
      null,
      null,
      lacking(
        'it is one parameter among many of a parameter group, which documents cannot pick out by names and indexes to see it landed; the API here has no parameter groups',
      ),
    ],
  ),
  ...rows(
    'Recovery',
    ['ECS task kill: 60-90 s', 'recovery.ecs-task-kill.seconds.to', 90, report],
    ['RDS failover: 30-60 s', 'recovery.rds-failover.seconds.to', 60, report],
    [
      'cache flush: 5-10 minutes',
      'recovery.cache-flush.seconds.to',
      600,
      automated('flush-cache', 'cache-flush'),
    ],
    [
      'ALB rules: manual',
      'recovery.alb-rules-deleted.seconds',
      null,
      automated('withdraw-rule', 'menu-rule-withdrawal'),
    ],
    [
      'DynamoDB throttle: 2-5 minutes',
      'recovery.dynamodb-throttle.seconds.to',
      300,
      automated('throttle-table', 'orders-table-throttle'),
    ],
    ['Lambda cold start: gradual', 'recovery.lambda-cold-start.seconds', null, next('the cold-start drill')],
  ),
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
    ['ElastiCache: encryption in transit', 'resources.elasticache.kind', 'elasticache', stores],
    ['MemoryDB: TLS', 'resources.memorydb.kind', 'memorydb', stores],
    ['KMS at rest', 'operations.encryptedAtRest', true, stores],
    ['VPC flow logs', 'operations.audit.0', 'vpc-flow-logs', secured],
    ['CloudTrail', 'operations.audit.1', 'cloudtrail', secured],
    ['Config', 'operations.audit.2', 'config', secured],
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
