import type { Fn, System } from '../../../model/kinds.ts'

/** One call of a function, as the Runtime API hands it out. */
export interface Invocation {
  readonly requestId: string
  readonly traceId: string
  readonly payload: string
}

/** What AWS writes as the REPORT line of an invocation; times in milliseconds, memory in MiB. */
export interface Report {
  readonly functionId: string
  readonly instanceId: string
  readonly requestId: string
  readonly durationMs: number
  readonly billedMs: number
  /** Null where the environment was warm. */
  readonly initMs: number | null
  readonly maxMemoryMiB: number | null
  /** Null where it went well, else AWS's error type. */
  readonly error: string | null
}

/** How an invocation ended: the handler's answer, or an error document with `failed`. */
export interface Outcome {
  readonly payload: string
  readonly failed: boolean
  readonly report: Report
  /** Last 4 KB of the invocation's log, once the environment has written all of it. */
  readonly logTail: () => Promise<string>
}

/** An execution environment as `instances()` shows it. */
export interface Instance {
  readonly id: string
  readonly functionId: string
  readonly pid: number | null
  readonly state: 'starting' | 'idle' | 'busy' | 'ended'
  readonly startedAt: number
  readonly invocations: number
}

/** A function of the model with what the runtime needs to run it. */
export interface FunctionSpec {
  readonly system: System
  readonly id: string
  readonly fn: Fn
}

/** Error document of a failed invocation, as Lambda's runtimes write it. */
export interface ErrorDocument {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace?: readonly string[]
}

/** The invocation was refused: the function is at its reserved concurrency. */
export class Throttled extends Error {
  /** `functionId` is the model's id. */
  constructor(functionId: string) {
    super(`Rate Exceeded: ${functionId} is at its reserved concurrency`)
  }
}
