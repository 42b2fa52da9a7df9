import type { Workload } from '../../../kinds.ts'
import { tags } from './defaults.ts'

/** What is outside and not ours. */
export const providers = {
  payments: {
    kind: 'provider',
    on: 'outside',
    title: 'Payment provider',
    source: 'providers/cloudcafe/payments',
    memoryMiB: 256,
    latencyMs: { p50: 40, p99: 250 },
    declinePercent: 3,
    uses: [],
    metrics: [],
    logGroup: '/outside/payments',
    tags: tags('payments'),
  },
} as const satisfies Record<string, Workload>
