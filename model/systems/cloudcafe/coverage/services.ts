import { onAws, rows } from './row.ts'

const tasks = onAws('texts', 'ecs', 'constructs/ecs-task')
const pods = onAws('texts', 'pods', 'constructs/eks-deployment')
const instances = onAws('compute', 'asg', 'constructs/asg-service')
const onEdge = onAws('edge', 'constructs/cloudfront')

const order = { in: ['services/cloudcafe/order/app.ts'], test: 'services/cloudcafe/order/order.test.ts' }
const inventory = {
  in: ['services/cloudcafe/inventory/app.ts'],
  test: 'services/cloudcafe/inventory/inventory.test.ts',
}
const menu = { in: ['services/cloudcafe/menu/app.ts'], test: 'services/cloudcafe/menu/menu.test.ts' }
const loyalty = {
  in: ['services/cloudcafe/loyalty/app.ts'],
  test: 'services/cloudcafe/loyalty/loyalty.test.ts',
}
const whole = { in: ['local/cloud.ts'], test: 'test/gameday.test.ts' }
const scheduling = { in: ['local/runtimes/scheduler.ts'], test: 'local/runtimes/scaling.test.ts' }
const stress = { in: ['lib/stress'], test: 'lib/stress/stress.test.ts' }
const language = {
  in: [],
  deviation: 'every service, worker and function is TypeScript; the work it does is the document’s',
}

/** Chapter "Service Details". */
export const services = [
  ...rows(
    'Order',
    ['Python 3.11, Flask, Gunicorn, psycopg2, boto3, redis-py', null, null, language],
    ['runs on ECS Fargate', 'workloads.order.on', 'ecs', whole],
    ['active-orders in DynamoDB', 'resources.active-orders.table', 'active-orders', order],
    ['24 h TTL of active orders', 'resources.active-orders.ttl.seconds', 86_400, order],
    ['Aurora as persistent storage', 'resources.aurora.kind', 'aurora', order],
    ['session cache of 30 minutes', 'resources.elasticache.ttlSeconds.session', 1800, order],
    ['order-events stream', 'resources.order-events.stream', 'order-events', order],
    ['POST /orders', 'entries.alb.routes.0.prefix', '/api/orders', order],
    ['GET /orders/:id', 'journeys.order-coffee.steps.2.path', '/api/orders/{order}', order],
    ['POST /stress/morning-rush', 'workloads.order.stress.path', '/stress/morning-rush', stress],
    ['1 vCPU', 'workloads.order.vcpu', 1, scheduling],
    ['2 GB RAM', 'workloads.order.memoryMiB', 2048, tasks],
    ['2 tasks at least', 'workloads.order.scaling.min', 2, scheduling],
    ['10 tasks at most', 'workloads.order.scaling.max', 10, scheduling],
    ['CPU target 70 %', 'workloads.order.scaling.target', 70, scheduling],
    ['health check /health', 'workloads.order.health.path', '/health', scheduling],
    [
      'Container Insights',
      'alarms.ecs-task-count.queries.0.metric.namespace',
      'ECS/ContainerInsights',
      whole,
    ],
    ['Morning Rush: 95 % CPU', 'workloads.order.stress.cpuPercent', 95, stress],
    ['Morning Rush: 5 minutes', 'workloads.order.stress.seconds', 300, stress],
  ),
  ...rows(
    'Inventory',
    ['Go 1.21, native HTTP server, AWS SDK v2, go-redis', null, null, language],
    ['runs on EKS', 'workloads.inventory.on', 'eks', whole],
    ['store-inventory in DynamoDB', 'resources.store-inventory.table', 'store-inventory', inventory],
    ['MemoryDB counters', 'resources.memorydb.kind', 'memorydb', inventory],
    ['DynamoDB Streams', 'resources.store-inventory.stream', 'NEW_AND_OLD_IMAGES', whole],
    ['Streams trigger a Lambda', 'flows.stock-changes.to', 'inventory-sync', whole],
    [
      'GET /inventory/store/:id',
      'journeys.check-stock.steps.0.path',
      '/api/inventory/store/{store}',
      inventory,
    ],
    ['POST /inventory/update', null, null, inventory],
    ['POST /stress/restock', 'workloads.inventory.stress.path', '/stress/restock', stress],
    ['3 replicas', 'workloads.inventory.scaling.min', 3, scheduling],
    ['10 pods at most', 'workloads.inventory.scaling.max', 10, scheduling],
    ['1 CPU', 'workloads.inventory.vcpu', 1, scheduling],
    ['1 GB RAM', 'workloads.inventory.memoryMiB', 1024, pods],
    ['3-10 pods by a HorizontalPodAutoscaler', null, null, onAws('texts', 'constructs/eks-service')],
    ['HPA at 80 %', 'workloads.inventory.scaling.target', 80, scheduling],
    [
      'Service type LoadBalancer',
      'entries.alb.routes.2.to',
      'inventory',
      {
        in: ['local/entries/alb.ts'],
        deviation:
          'the document routes inventory by the ALB as well; one balancer is enough, and the ALB is it',
      },
    ],
    ['Restock Storm: 10K SKUs', 'workloads.inventory.stress.size', 10_000, stress],
    ['Restock Storm: 80 % CPU', 'workloads.inventory.stress.cpuPercent', 80, stress],
    ['Restock Storm: 3 minutes', 'workloads.inventory.stress.seconds', 180, stress],
  ),
  ...rows(
    'Menu',
    [
      'Node.js 20, Express, mongoose, ioredis',
      null,
      null,
      {
        in: ['services/cloudcafe/menu/app.ts'],
        deviation: 'Node 24, fastify and the mongodb driver: one HTTP server and one style for all services',
      },
    ],
    ['runs on EKS', 'workloads.menu.on', 'eks', whole],
    ['menu_configs in DocumentDB', 'resources.documentdb.collection', 'menu_configs', menu],
    ['5-minute cache', 'resources.elasticache.ttlSeconds.menu', 300, menu],
    ['CloudFront for static assets', 'entries.cdn.kind', 'cloudfront', onEdge],
    ['GET /menu/items', 'journeys.browse.steps.0.path', '/api/menu/items', menu],
    ['GET /menu/items/:category', 'journeys.browse.steps.1.path', '/api/menu/items/{category}', menu],
    [
      'POST /menu/sync triggers the stress',
      'workloads.menu.stress.path',
      '/stress/menu-sync',
      {
        ...stress,
        deviation: 'it is a stress route, and stands on the stress listener that no load balancer reaches',
      },
    ],
    ['3 replicas', 'workloads.menu.scaling.min', 3, scheduling],
    ['500m CPU', 'workloads.menu.vcpu', 0.5, scheduling],
    ['512 MB RAM', 'workloads.menu.memoryMiB', 512, pods],
    [
      'ConfigMap: menu configuration',
      'workloads.menu.config.currency',
      'USD',
      onAws('texts', 'constructs/eks-service'),
    ],
    ['Secret: DocumentDB credentials', null, null, onAws('texts', 'constructs/eks-service')],
    ['Menu Sync Storm: 10K items', 'workloads.menu.stress.size', 10_000, stress],
    ['Menu Sync Storm: 70 % CPU', 'workloads.menu.stress.cpuPercent', 70, stress],
    ['Menu Sync Storm: 3 minutes', 'workloads.menu.stress.seconds', 180, stress],
  ),
  ...rows(
    'Loyalty',
    ['Java 17, Spring Boot, JPA, HikariCP', null, null, language],
    ['runs on an EC2 Auto Scaling group', 'workloads.loyalty.on', 'asg', whole],
    ['users in Aurora', 'workloads.loyalty.uses.0.id', 'aurora', loyalty],
    ['aggregates to Redshift', 'workloads.loyalty.uses.1.id', 'redshift', loyalty],
    ['SQS for async updates', 'flows.accruals-in.from', 'loyalty-accrual', whole],
    ['GET /loyalty/points/:userId', null, null, loyalty],
    ['POST /loyalty/accrue', null, null, loyalty],
    ['POST /stress/batch-calculation', 'workloads.loyalty.stress.path', '/stress/batch-calculation', stress],
    ['t3.large', 'workloads.loyalty.instanceType', 't3.large', instances],
    ['2 instances at least', 'workloads.loyalty.scaling.min', 2, scheduling],
    ['10 instances at most', 'workloads.loyalty.scaling.max', 10, scheduling],
    ['CPU target 70 %', 'workloads.loyalty.scaling.target', 70, scheduling],
    ['CloudWatch agent', null, null, onAws('texts', 'user-data')],
    ['behind the NLB', 'entries.nlb.to', 'loyalty', whole],
    ['Batch Calculation: 10M customer records', 'workloads.loyalty.stress.size', 10_000_000, stress],
    ['Batch Calculation: 100 % CPU', 'workloads.loyalty.stress.cpuPercent', 100, stress],
    ['Batch Calculation: 12 minutes', 'workloads.loyalty.stress.seconds', 720, stress],
  ),
] as const
