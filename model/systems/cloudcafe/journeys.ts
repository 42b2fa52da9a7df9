import type { Journey, Load, RecoveryTarget, Subject } from '../../kinds.ts'

const menu = { name: 'menu', method: 'GET', path: '/api/menu/items', expect: 200 } as const
const place = {
  name: 'order',
  method: 'POST',
  path: '/api/orders',
  headers: { 'Idempotency-Key': '{visit}' },
  body: 'order',
  expect: 201,
  remember: { order: 'order_id' },
  accepts: 'order',
} as const
const look = {
  name: 'look',
  method: 'GET',
  path: '/api/orders/{order}',
  expect: 200,
  thinkSeconds: 1,
} as const

/** What the shop accepts. */
export const subjects = {
  order: { plural: 'orders', truth: { store: 'aurora', secret: 'aurora-secret' } },
} as const satisfies Record<string, Subject>

/** What visitors do: the k6 scenario, the smoke test and the steady state read it here. */
export const journeys = {
  'order-coffee': {
    title: 'Looks at the menu, orders, looks after the order',
    weight: 60,
    steps: [menu, place, look],
    slo: { availabilityPercent: 99.5, p95Ms: 250 },
  },
  browse: {
    title: 'Looks at the menu and at a category',
    weight: 25,
    steps: [menu, { name: 'category', method: 'GET', path: '/api/menu/items/{category}', expect: 200 }],
    slo: { availabilityPercent: 99.9, p95Ms: 150 },
  },
  'check-stock': {
    title: 'Asks what a store has',
    weight: 15,
    steps: [{ name: 'stock', method: 'GET', path: '/api/inventory/store/{store}', expect: 200 }],
    slo: { availabilityPercent: 99.5, p95Ms: 200 },
  },
} as const satisfies Record<string, Journey>

/** Load scenarios; seconds of AWS, so the scale divides them. */
export const loads = {
  smoke: {
    title: 'A few visitors, every journey',
    journeys: ['order-coffee', 'browse', 'check-stock'],
    stages: [{ seconds: 250, perSecond: 4 }],
  },
  'morning-rush': {
    title: 'The queue before nine',
    journeys: ['order-coffee', 'browse', 'check-stock'],
    stages: [
      { seconds: 300, perSecond: 10 },
      { seconds: 200, perSecond: 20 },
      { seconds: 800, perSecond: 20 },
      { seconds: 100, perSecond: 10 },
    ],
  },
  'bench-orders': {
    title: 'Orders and nothing else, at a steady rate that is multiplied for each run of the benchmark',
    journeys: ['order-coffee'],
    steps: [place.name],
    stages: [{ seconds: 300, perSecond: 1 }],
  },
} as const satisfies Record<string, Load>

/** The document's table of recovery mechanisms. */
export const recovery = {
  'ecs-task-kill': {
    failure: 'ECS task kill',
    mechanism: 'ECS auto-recovery',
    seconds: { from: 60, to: 90 },
    text: '60-90 seconds',
  },
  'rds-failover': {
    failure: 'RDS failover',
    mechanism: 'Aurora automatic failover',
    seconds: { from: 30, to: 60 },
    text: '30-60 seconds',
  },
  'cache-flush': {
    failure: 'Cache flush',
    mechanism: 'Application cache rebuild',
    seconds: { from: 300, to: 600 },
    text: '5-10 minutes',
  },
  'alb-rules-deleted': {
    failure: 'ALB rules deleted',
    mechanism: 'Terraform re-apply',
    seconds: null,
    text: 'Manual',
  },
  'dynamodb-throttle': {
    failure: 'DynamoDB throttle',
    mechanism: 'Auto-scaling (if enabled)',
    seconds: { from: 120, to: 300 },
    text: '2-5 minutes',
  },
  'lambda-cold-start': {
    failure: 'Lambda cold start',
    mechanism: 'Concurrent execution ramp',
    seconds: null,
    text: 'Gradual',
  },
} as const satisfies Record<string, RecoveryTarget>
