/** An error that an AWS API answers with: its code, and its shape where the newer protocols name it otherwise. */
export class AwsError extends Error {
  readonly code: string
  readonly shape: string
  readonly status: number
  /** What it has beside a message, as its shape names it. */
  readonly members: Readonly<Record<string, string>>
  constructor(code: string, message: string, { status = 400, shape = code, members = {} } = {}) {
    super(message)
    this.code = code
    this.shape = shape
    this.status = status
    this.members = members
  }
}

/** The body cannot be read as what its protocol says it is. */
export const malformed = (message: string) =>
  new AwsError('MalformedInput', message, { shape: 'SerializationException' })

/** How a service words what is wrong with a request. */
export interface Problems {
  /** A member that must be there is not. */
  readonly missing: (message: string) => AwsError
  readonly invalid: (message: string) => AwsError
}

/** Problems under AWS's codes of a service. */
export const problems = (missing: string, invalid: string): Problems => ({
  missing: (message) => new AwsError(missing, message),
  invalid: (message) => new AwsError(invalid, message),
})
