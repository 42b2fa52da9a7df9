/**
 * An error that an AWS API answers with, by the name of its shape. Where the service's client knows that shape, its
 * code by the query protocol and its status are the client's.
 */
export class AwsError extends Error {
  readonly shape: string
  readonly code: string
  readonly status: number
  /** What it has beside a message, as its shape names it. */
  readonly members: Readonly<Record<string, string>>
  constructor(shape: string, message: string, { code = shape, status = 400, members = {} } = {}) {
    super(message)
    this.shape = shape
    this.code = code
    this.status = status
    this.members = members
  }
}

/** The body cannot be read as what its protocol says it is. */
export const malformed = (message: string) =>
  new AwsError('SerializationException', message, { code: 'MalformedInput' })

/** A service's own errors for what is wrong with a request. */
export interface Problems {
  readonly invalid: (message: string) => AwsError
  /** A member that must be there is not, where that has an error of its own. */
  readonly missing?: (message: string) => AwsError
  /** A member has another type in JSON, where that has an error of its own. */
  readonly mistyped?: (message: string) => AwsError
}

/** Problems under AWS's codes of a service. */
export const problems = (invalid: string, missing = invalid): Problems => ({
  invalid: (message) => new AwsError(invalid, message),
  ...(missing === invalid ? {} : { missing: (message) => new AwsError(missing, message) }),
})
