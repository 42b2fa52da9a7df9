import { platform } from '../../../model/platform.ts'
import type { KeptState } from './kept.ts'
import type { FunctionSpec } from './types.ts'

/** Reserved concurrency of functions: the model's, until the API changes it; what was changed outlives a restart. */
export interface Concurrency {
  /** Null where the function takes from what the account has left. */
  reserved(functionId: string): number | null
  /** What the account has beside the reservations of the other functions. */
  unreserved(functionId: string): number
  /** Most invocations that may run at once. */
  limit(functionId: string): number
  reserve(functionId: string, concurrency: number | null): void
}

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html: AWS keeps 100 unreserved
export const LEAST_UNRESERVED = 100

/** Concurrency of the functions given, kept under the runtime's state. */
export function concurrencyOf(
  specs: ReadonlyMap<string, FunctionSpec>,
  { kept, change }: KeptState,
): Concurrency {
  const reserved = (id: string) => {
    const changed = kept.concurrency[id]
    return changed === undefined ? (specs.get(id)?.fn.reservedConcurrency ?? null) : changed
  }
  const unreserved = (beside: string) =>
    platform.lambdaAccountConcurrency -
    [...specs.keys()].reduce((sum, id) => sum + (id === beside ? 0 : (reserved(id) ?? 0)), 0)
  return {
    reserved,
    unreserved,
    limit: (id) => reserved(id) ?? unreserved(id),
    reserve: (id, concurrency) => change(kept.concurrency, id, concurrency),
  }
}
