import { randomUUID } from 'node:crypto'
import type { AwsResponse } from '../../types.ts'

/** An error of the Redshift Data API under AWS's name. */
export class RedshiftDataError extends Error {
  readonly status: number
  readonly members: Readonly<Record<string, string>>
  constructor(name: string, status: number, message: string, members: Record<string, string> = {}) {
    super(message)
    this.name = name
    this.status = status
    this.members = members
  }
}
export const invalid = (message: string) => new RedshiftDataError('ValidationException', 400, message)
/** The body cannot be read as what the operation takes. */
export const unreadable = (message: string) => new RedshiftDataError('SerializationException', 400, message)
export const notFound = (message: string, id: string) =>
  new RedshiftDataError('ResourceNotFoundException', 404, message, { ResourceId: id })

export const errorResponse = ({ name, status, message, members }: RedshiftDataError): AwsResponse => ({
  status,
  headers: {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-errortype': name,
    'x-amzn-requestid': randomUUID(),
  },
  body: JSON.stringify({ __type: name, Message: message, message, ...members }),
})
