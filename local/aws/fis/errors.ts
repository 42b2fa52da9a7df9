import { AwsError } from '../wire/error.ts'

const kind = (code: string, status: number) => (message: string) => new AwsError(code, message, { status })

/** What was sent cannot be. */
export const invalid = kind('ValidationException', 400)
/** What was named does not exist. */
export const notFound = kind('ResourceNotFoundException', 404)
/** What was asked contradicts what is. */
export const conflict = kind('ConflictException', 409)
/** More than AWS allows. https://docs.aws.amazon.com/fis/latest/userguide/fis-quotas.html */
export const quotaExceeded = kind('ServiceQuotaExceededException', 402)
