import { AwsError } from '../wire/error.ts'

export const invalid = (message: string) => new AwsError('ValidationException', message)
/** A member of the body has another type than the operation takes. */
export const mistyped = (message: string) => new AwsError('SerializationException', message)
export const notFound = (message: string, ResourceId: string) =>
  new AwsError('ResourceNotFoundException', message, { members: { ResourceId } })
/** The database is away, or there is none of that name. */
export const unreachable = (message: string) => new AwsError('DatabaseConnectionException', message)
