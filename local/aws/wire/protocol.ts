import type { AwsRequest, AwsResponse } from '../../types.ts'
import type { AwsError } from './error.ts'
import type { OperationModel } from './model.ts'

/** What an operation answers with; what its schema does not name is not written. */
export type Output = Readonly<Record<string, unknown>> & {
  /** As in the SDK's outputs; where an operation has an id of its own. */
  readonly $metadata?: { readonly requestId: string }
}

/** A wire protocol of one service. */
export interface Protocol {
  /** The operation that the request names; null where it names none in this protocol. */
  readonly operation: (request: AwsRequest) => string | null
  /** The parameters, typed by the operation's schema; throws where they cannot be read. */
  readonly read: (operation: OperationModel, request: AwsRequest) => unknown
  readonly write: (operation: OperationModel, output: Output, requestId: string) => AwsResponse
  readonly writeError: (error: AwsError, requestId: string) => AwsResponse
  /** AWS's code for an operation that the API does not have, and its status where that is not 400. */
  readonly unknown: { readonly code: string; readonly status?: number }
}
