import type { Resource } from '../../kinds.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const tags = (tier: string) => ({ System: 'cloudcafe', Tier: tier })

const queue = (name: string, deadLetter: string, tier: string) =>
  ({
    kind: 'sqs',
    title: name,
    queue: name,
    waitSeconds: 20,
    visibilitySeconds: 30,
    retentionSeconds: 4 * DAY,
    redrive: { to: deadLetter, maxReceives: 3 },
    tags: tags(tier),
  }) as const

const deadLetters = (name: string, tier: string) =>
  ({
    kind: 'sqs',
    title: `Dead letters of ${name}`,
    queue: name,
    waitSeconds: 20,
    visibilitySeconds: 30,
    retentionSeconds: 14 * DAY,
    tags: tags(tier),
  }) as const

/** What keeps CloudCafe's state and carries its messages. */
export const resources = {
  aurora: {
    kind: 'aurora',
    title: 'Orders, users and points',
    database: 'cloudcafe',
    readers: 1,
    instanceClass: 'db.r6g.large',
    maxConnections: 100,
    backupDays: 7,
    failoverSeconds: 30,
    tags: tags('critical'),
  },
  'active-orders': {
    kind: 'dynamodb',
    title: 'Orders of the last day, for reading fast',
    table: 'active-orders',
    partitionKey: 'order_id',
    ttl: { attribute: 'expires_at', seconds: DAY },
    indexes: [{ name: 'by-customer', partitionKey: 'customer_id', sortKey: 'created_at' }],
    pointInTimeRecovery: true,
    tags: tags('critical'),
  },
  'store-inventory': {
    kind: 'dynamodb',
    title: 'Stock of each store',
    table: 'store-inventory',
    partitionKey: 'store_id',
    sortKey: 'sku',
    ttl: { attribute: 'expires_at', seconds: DAY },
    stream: 'NEW_AND_OLD_IMAGES',
    pointInTimeRecovery: true,
    tags: tags('important'),
  },
  'payment-transactions': {
    kind: 'dynamodb',
    title: 'Log of payments',
    table: 'payment-transactions',
    partitionKey: 'order_id',
    pointInTimeRecovery: true,
    tags: tags('critical'),
  },
  'analytics-leases': {
    kind: 'dynamodb',
    title: 'Leases and checkpoints of the Kinesis consumer',
    table: 'analytics-leases',
    partitionKey: 'lease_key',
    pointInTimeRecovery: false,
    tags: tags('low'),
  },
  documentdb: {
    kind: 'documentdb',
    title: 'Menu configurations',
    database: 'cloudcafe',
    collection: 'menu_configs',
    instanceClass: 'db.r6g.large',
    maxConnections: 100,
    backupDays: 7,
    tags: tags('important'),
  },
  elasticache: {
    kind: 'elasticache',
    title: 'Cache of menu, sessions and stores',
    nodeType: 'cache.t3.small',
    maxMemoryMiB: 64,
    evictionPolicy: 'allkeys-lru',
    ttlSeconds: { menu: 300, session: 1800, store: HOUR },
    tags: tags('important'),
  },
  memorydb: {
    kind: 'memorydb',
    title: 'Counters, store status and rate limits',
    nodeType: 'db.t4g.small',
    shards: 1,
    replicas: 1,
    tags: tags('important'),
  },
  redshift: {
    kind: 'redshift',
    title: 'Historical analysis',
    database: 'analytics',
    nodeType: 'ra3.large',
    nodes: 2,
    wlmSlots: 5,
    queryCpuPercent: 90,
    snapshotDays: 1,
    tags: tags('low'),
  },
  'order-events': {
    kind: 'kinesis',
    title: 'What happens to orders',
    stream: 'order-events',
    shards: 4,
    partitionKey: 'customer_id',
    retentionHours: 24,
    tags: tags('critical'),
  },
  'analytics-events': {
    kind: 'kinesis',
    title: 'Facts for analysis',
    stream: 'analytics-events',
    shards: 2,
    partitionKey: 'store_id',
    retentionHours: 24,
    tags: tags('low'),
  },
  'order-submission': queue('order-submission-queue', 'order-submission-dlq', 'critical'),
  'order-submission-dlq': deadLetters('order-submission-dlq', 'critical'),
  'payment-processing': {
    ...queue('payment-processing-queue.fifo', 'payment-processing-dlq', 'critical'),
    fifo: { groupId: 'customer_id', contentBasedDeduplication: true },
    // six times the function's timeout, as AWS advises for an event source
    visibilitySeconds: 180,
  },
  'payment-processing-dlq': {
    ...deadLetters('payment-processing-dlq.fifo', 'critical'),
    fifo: { groupId: 'customer_id', contentBasedDeduplication: true },
  },
  notification: {
    ...queue('notification-queue', 'notification-dlq', 'low'),
    // six times the function's timeout and its batching window
    visibilitySeconds: 185,
  },
  'notification-dlq': deadLetters('notification-dlq', 'low'),
  'payment-results': queue('payment-results-queue', 'payment-results-dlq', 'critical'),
  'payment-results-dlq': deadLetters('payment-results-dlq', 'critical'),
  'loyalty-accrual': queue('loyalty-accrual-queue', 'loyalty-accrual-dlq', 'important'),
  'loyalty-accrual-dlq': deadLetters('loyalty-accrual-dlq', 'important'),
  'stock-changes-dlq': deadLetters('stock-changes-dlq', 'important'),
  'facts-dlq': deadLetters('facts-dlq', 'low'),
  'payment-outcomes': {
    kind: 'sns',
    title: 'Results of payments',
    topic: 'payment-outcomes',
    tags: tags('critical'),
  },
  'aurora-secret': {
    kind: 'secret',
    title: 'Password of Aurora',
    of: 'aurora',
    rotationDays: 30,
    tags: tags('critical'),
  },
  'documentdb-secret': {
    kind: 'secret',
    title: 'Password of DocumentDB',
    of: 'documentdb',
    rotationDays: 30,
    tags: tags('important'),
  },
  'payments-api-key': {
    kind: 'parameter',
    title: 'API key of the payment provider',
    of: 'payments',
    tags: tags('critical'),
  },
} as const satisfies Record<string, Resource>
