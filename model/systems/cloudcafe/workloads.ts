import type { Workload } from '../../kinds.ts'
import { functions } from './workloads/functions.ts'
import { providers } from './workloads/providers.ts'
import { services } from './workloads/services.ts'
import { workers } from './workloads/workers.ts'

/** What runs, and where, and what it uses. */
export const workloads = {
  ...services,
  ...workers,
  ...functions,
  ...providers,
} as const satisfies Record<string, Workload>
