import type { Flow } from '../../kinds.ts'

/** 10 s after the first attempt, 40 s after the second: three attempts outlast a short outage. */
const backoff = { firstSeconds: 10, factor: 4 }

/** Edges with settings of their own. */
export const flows = {
  // The document gives the FIFO source a window of 5 s; AWS has none on FIFO sources.
  'payments-in': {
    kind: 'queue',
    from: 'payment-processing',
    to: 'payment-processor',
    batchSize: 10,
    partialFailures: true,
    backoff,
  },
  'notifications-in': {
    kind: 'queue',
    from: 'notification',
    to: 'notifier',
    batchSize: 10,
    windowSeconds: 5,
    partialFailures: true,
    backoff,
  },
  'submissions-in': {
    kind: 'queue',
    from: 'order-submission',
    to: 'order',
    batchSize: 10,
    partialFailures: true,
    backoff,
  },
  'results-in': {
    kind: 'queue',
    from: 'payment-results',
    to: 'order',
    batchSize: 10,
    partialFailures: true,
    backoff,
  },
  'accruals-in': {
    kind: 'queue',
    from: 'loyalty-accrual',
    to: 'loyalty',
    batchSize: 10,
    partialFailures: true,
    backoff,
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
    // some five minutes: they outlast a failover of MemoryDB
    retries: 10,
    onFailure: 'stock-changes-dlq',
  },
  'facts-in': {
    kind: 'stream',
    from: 'analytics-events',
    to: 'analytics',
    batchSize: 1000,
    startingPosition: 'TRIM_HORIZON',
    windowSeconds: 60,
    bisectOnError: true,
    retries: 3,
    onFailure: 'facts-dlq',
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
