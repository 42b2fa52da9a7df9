import type { AwsRequest, AwsResponse } from '../../types.ts'
import type { AwsError } from './error.ts'

/** What an operation answers with: dates are `Date`, maps are `Map`, so that each protocol can write them its way. */
export type Output = Readonly<Record<string, unknown>>

/** A wire protocol of one API. */
export interface Protocol {
  readonly name: 'query' | 'ec2' | 'json' | 'rest-json' | 'cbor'
  /** The operation that the request names; null where it names none in this protocol. */
  readonly operation: (request: AwsRequest) => string | null
  /** The parameters; throws where they cannot be read. */
  readonly read: (request: AwsRequest) => unknown
  readonly write: (operation: string, output: Output, requestId: string) => AwsResponse
  readonly writeError: (error: AwsError, requestId: string) => AwsResponse
  /** AWS's code for an operation that the API does not have, and its status where that is not 400. */
  readonly unknown: { readonly code: string; readonly status?: number }
}
