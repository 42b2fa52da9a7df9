import type { Bundles } from '../../bundles/bundles.ts'
import type { LongRunning } from '../../model/kinds.ts'
import type { Traffic } from '../entries/traffic.ts'
import type { Environment } from '../environment.ts'
import type { Context, Copy, Links } from '../types.ts'
import type { Capacity } from './capacity.ts'
import type { Platform } from './platforms.ts'

/** What a runtime is composed with; all runtimes share these. */
export interface RuntimeParts {
  readonly environment: Environment
  readonly bundles: Bundles
  readonly links: Links
  readonly traffic: Traffic
  readonly capacity: Capacity
  /** Opens the stress listener of workloads that have one; off where absent. */
  readonly stressToken?: string
  /** Takes each line that a copy writes to stdout (logs and EMF). */
  readonly onLine?: (copy: Copy, line: string) => void
}

/** One workload as its scheduler sees it. */
export interface ScheduledWorkload {
  readonly ctx: Context
  readonly platform: Platform
  readonly parts: RuntimeParts
  readonly workload: string
  readonly spec: LongRunning
}
