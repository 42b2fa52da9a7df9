import { ExponentialBackoff, handleWhen, retry, TimeoutStrategy, timeout, wrap } from 'cockatiel'

/** Runs a call again while its error may pass, until it succeeds or the deadline is over. */
export interface Deadline {
  readonly execute: <T>(call: () => Promise<T>) => Promise<T>
}

/**
 * Retries within a deadline in milliseconds; only for calls that are safe to repeat.
 * Past the deadline it throws cockatiel's `TaskCancelledError`, whatever is still under way.
 */
export function withinDeadline(deadlineMs: number, mayPass: (error: unknown) => boolean): Deadline {
  const again = retry(handleWhen(mayPass), {
    maxAttempts: Number.POSITIVE_INFINITY,
    backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 500 }),
  })
  // aborting what has returned would cost an exception with its stack each time
  const limit = timeout(deadlineMs, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false })
  return wrap(limit, again)
}
