import type { Workload } from '../../../kinds.ts'
import { tags } from './defaults.ts'

/** What queues and streams call. */
export const functions = {
  'payment-processor': {
    kind: 'function',
    on: 'lambda',
    title: 'Payment processor',
    source: 'lambdas/cloudcafe/payment-processor',
    memoryMiB: 512,
    timeoutSeconds: 30,
    reservedConcurrency: 100,
    coldStartMs: 200,
    uses: [
      { id: 'payment-processing', access: 'read', calls: ['ChangeMessageVisibility'] },
      { id: 'payment-transactions', access: 'readwrite', calls: ['BatchGetItem', 'PutItem'] },
      { id: 'payment-outcomes', access: 'write' },
      { id: 'payments', access: 'call' },
      { id: 'payments-api-key', access: 'read' },
    ],
    stress: {
      path: '/stress/cold-start-avalanche',
      title: 'Cold Start Avalanche',
      cpuPercent: 100,
      seconds: 600,
      size: 10_000,
      unit: 'invocations',
      p99DurationMs: 3000,
      metric: 'ColdStartDuration',
    },
    metrics: [
      { namespace: 'CloudCafe/Payments', name: 'PaymentDuration', unit: 'Milliseconds' },
      { namespace: 'CloudCafe/Payments', name: 'ColdStartDuration', unit: 'Milliseconds' },
    ],
    logGroup: '/aws/lambda/cloudcafe-payment-processor',
    tags: tags('payment-processor'),
  },
  'inventory-sync': {
    kind: 'function',
    on: 'lambda',
    title: 'Inventory sync',
    source: 'lambdas/cloudcafe/inventory-sync',
    memoryMiB: 256,
    timeoutSeconds: 30,
    reservedConcurrency: 10,
    coldStartMs: 200,
    uses: [
      { id: 'store-inventory', access: 'read' },
      { id: 'memorydb', access: 'readwrite' },
      // the function tells of what it cannot read, and Lambda in its name of what failed too often
      { id: 'stock-changes-dlq', access: 'write' },
    ],
    metrics: [{ namespace: 'CloudCafe/Inventory', name: 'CountersSynced', unit: 'Count' }],
    logGroup: '/aws/lambda/cloudcafe-inventory-sync',
    tags: tags('inventory-sync'),
  },
  notifier: {
    kind: 'function',
    on: 'lambda',
    title: 'Notifier',
    source: 'lambdas/cloudcafe/notifier',
    memoryMiB: 256,
    timeoutSeconds: 30,
    reservedConcurrency: 10,
    coldStartMs: 200,
    uses: [{ id: 'notification', access: 'read', calls: ['ChangeMessageVisibility'] }],
    metrics: [{ namespace: 'CloudCafe/Notifications', name: 'NotificationsSent', unit: 'Count' }],
    logGroup: '/aws/lambda/cloudcafe-notifier',
    tags: tags('notifier'),
  },
} as const satisfies Record<string, Workload>
