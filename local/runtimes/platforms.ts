import type { LongRunning, System } from '../../model/kinds.ts'
import type { Copy, MetricSink } from '../types.ts'
import type { MakeScaler } from './scaling.ts'

/** What sets ECS, EKS and Auto Scaling groups apart over the scheduler that they share. */
export interface Platform {
  /** Places of the model that it runs. */
  readonly on: readonly LongRunning['on'][]
  /** Its word for a copy. */
  readonly noun: 'task' | 'pod' | 'instance'
  /** Id, ARN and tags of a new copy; copies of one `generation` share what AWS lets them share. */
  readonly identity: (system: System, workload: string, generation: number) => Identity
  /** What follows when the process ends by itself: a new copy, or the process again in the same one. */
  readonly crash: 'replace' | 'restart'
  /** What follows when its checks fail. */
  readonly sick: 'replace' | 'restart'
  /** True where a copy that leaves first finishes its requests; a pod gets SIGTERM at once. */
  readonly drains: boolean
  /** Seconds of AWS until a stopped copy is noticed and replaced; null where a copy cannot be stopped and started. */
  readonly noticesStoppedAfter: number | null
  readonly scaler: MakeScaler
  /** Puts AWS's metrics of one workload, once a second. */
  readonly publish: (metrics: MetricSink, view: FleetView) => void
}

export interface Identity {
  readonly id: string
  readonly arn: string
  readonly tags: Readonly<Record<string, string>>
}

/** What a platform's metrics are made from. */
export interface FleetView {
  readonly system: System
  readonly workload: string
  readonly spec: LongRunning
  readonly desired: number
  readonly copies: readonly Copy[]
}
