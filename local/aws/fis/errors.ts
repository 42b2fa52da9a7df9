/** An error in AWS's form: its type goes into the header `x-amzn-errortype`, its message into the body. */
export class FisError extends Error {
  readonly type: string
  readonly status: number
  constructor(type: string, status: number, message: string) {
    super(message)
    this.type = type
    this.status = status
  }
}

/** What was sent cannot be: 400. */
export const invalid = (message: string) => new FisError('ValidationException', 400, message)
/** What was named does not exist: 404. */
export const notFound = (message: string) => new FisError('ResourceNotFoundException', 404, message)
/** What was asked contradicts what is: 409. */
export const conflict = (message: string) => new FisError('ConflictException', 409, message)
/** More than AWS allows: 402. https://docs.aws.amazon.com/fis/latest/userguide/fis-quotas.html */
export const quotaExceeded = (message: string) => new FisError('ServiceQuotaExceededException', 402, message)
