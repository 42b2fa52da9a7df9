import type { Flow } from '../../kinds.ts'

/** Edges with settings of their own. */
export const flows = {
  // The document gives the FIFO source a window of 5 s; AWS has none on FIFO sources.
  'payments-in': {
    kind: 'queue',
    from: 'payment-processing',
    to: 'payment-processor',
    batchSize: 10,
    partialFailures: true,
  },
  'notifications-in': {
    kind: 'queue',
    from: 'notification',
    to: 'notifier',
    batchSize: 10,
    windowSeconds: 5,
    partialFailures: true,
  },
  'submissions-in': {
    kind: 'queue',
    from: 'order-submission',
    to: 'order',
    batchSize: 10,
    partialFailures: true,
  },
  'results-in': { kind: 'queue', from: 'payment-results', to: 'order', batchSize: 10, partialFailures: true },
  'accruals-in': {
    kind: 'queue',
    from: 'loyalty-accrual',
    to: 'loyalty',
    batchSize: 10,
    partialFailures: true,
  },
  'stock-changes': {
    kind: 'stream',
    from: 'store-inventory',
    to: 'inventory-sync',
    batchSize: 100,
    startingPosition: 'TRIM_HORIZON',
    windowSeconds: 1,
    bisectOnError: true,
    maximumAgeSeconds: 3600,
  },
  'facts-in': {
    kind: 'stream',
    from: 'analytics-events',
    to: 'analytics',
    batchSize: 1000,
    startingPosition: 'TRIM_HORIZON',
    windowSeconds: 60,
  },
  'outcomes-to-order': { kind: 'topic', from: 'payment-outcomes', to: 'payment-results' },
  'outcomes-to-notification': { kind: 'topic', from: 'payment-outcomes', to: 'notification' },
  'outcomes-to-loyalty': {
    kind: 'topic',
    from: 'payment-outcomes',
    to: 'loyalty-accrual',
    filter: { outcome: ['paid'] },
  },
} as const satisfies Record<string, Flow>
