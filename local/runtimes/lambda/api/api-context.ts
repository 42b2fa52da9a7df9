import type { Context } from '../../../types.ts'
import type { LambdaRuntime } from '../runtime.ts'
import type { FunctionSpec } from '../types.ts'

/** What the routes work on. */
export interface ApiContext {
  readonly ctx: Context
  readonly runtime: Omit<LambdaRuntime, 'service'>
  readonly specs: ReadonlyMap<string, FunctionSpec>
  readonly startedAt: Date
  /** The function that a request names: name, ARN or partial ARN, with or without `$LATEST`. */
  find(name: string): FunctionSpec
}
