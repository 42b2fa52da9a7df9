import { TaskCancelledError } from 'cockatiel'
import { HttpError } from './errors.ts'
import { PermanentError } from './messages.ts'
import { isPassing } from './stores/passing.ts'

/**
 * What an error says of the item that met it. `item`: the item was refused for what it is, and will be again.
 * `outside`: a store or service does not answer now, so other items would fail as well. `unknown`: neither is certain.
 */
export type Cause = 'item' | 'outside' | 'unknown'

/** An error whose cause is known to lie outside of the items. */
export class OutsideError extends Error {}

export function causeOf(error: unknown): Cause {
  if (error instanceof PermanentError || isRefused(error)) return 'item'
  if (error instanceof OutsideError || error instanceof TaskCancelledError) return 'outside'
  if (isPassing(error) || isUnavailable(error)) return 'outside'
  return 'unknown'
}

/** A value that PostgreSQL cannot take: class 22 is a wrong value, class 23 a constraint that it breaks. */
const WRONG_VALUE = /^2[23]\w{3}$/
/** The others may be the callee's own trouble: a route that is missing refuses everything. */
const REFUSALS = [400, 409, 413, 422]
const LATER = [408, 425, 429]

function isRefused(error: unknown): boolean {
  if (error instanceof HttpError) return REFUSALS.includes(error.status)
  return (
    error instanceof Error && 'severity' in error && 'code' in error && WRONG_VALUE.test(String(error.code))
  )
}

/** How clients of AWS, of HTTP and of Valkey say that they got no answer, or one that will be another later. */
const UNAVAILABLE =
  /Throttl|TooManyRequests|ProvisionedThroughputExceeded|LimitExceeded|Timeout|Unavailable|InternalServer|InternalFailure|AbortError|MaxRetriesPerRequest|NetworkingError/i
const NO_ANSWER =
  /fetch failed|timed out|connection is closed|socket hang up|stream isn't writeable|LOADING|CLUSTERDOWN/i

function isUnavailable(error: unknown): boolean {
  if (error instanceof HttpError) return error.status >= 500 || LATER.includes(error.status)
  if (!(error instanceof Error)) return false
  if (statusOf(error) >= 500 || UNAVAILABLE.test(error.name) || NO_ANSWER.test(error.message)) return true
  return error.cause instanceof Error && (isPassing(error.cause) || isUnavailable(error.cause))
}

/** The status of an answer that the AWS SDK made an error of; 0 where there is none. */
function statusOf(error: Error): number {
  const metadata = '$metadata' in error ? (error.$metadata as { readonly httpStatusCode?: number }) : {}
  return metadata.httpStatusCode ?? 0
}
