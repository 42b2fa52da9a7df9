import type { AwsService } from '../../types.ts'
import type { EventEnd } from './async-events.ts'
import type { Concurrency } from './concurrency.ts'
import type { Faults } from './faults.ts'
import type { Mapping } from './pollers/mappings.ts'
import type { Instance, Outcome, Report } from './types.ts'

/** An asynchronous invocation under way. */
export interface Offered {
  readonly requestId: string
  readonly end: Promise<EventEnd>
}

/** The functions of a system; ids are the model's. */
export interface LambdaRuntime {
  /** Makes functions invocable and starts the event source mappings. */
  start(): Promise<void>
  /** Stops the pollers, then the environments; no process is left. */
  stop(): Promise<void>
  /** RequestResponse; rejects with Throttled at the reserved concurrency. */
  invoke(functionId: string, payload: string): Promise<Outcome>
  /** Event: queued, tried again as AWS does; `end` tells how it ended, and the signal calls it off. */
  offer(functionId: string, payload: string, calledOff?: AbortSignal): Offered
  instances(): readonly Instance[]
  readonly concurrency: Concurrency
  /** Ends idle environments, so that the next invocations start cold. */
  recycle(functionId: string): Promise<void>
  onReport(listener: (report: Report) => void): () => void
  readonly mappings: readonly Mapping[]
  readonly faults: Faults
  readonly service: AwsService
}
