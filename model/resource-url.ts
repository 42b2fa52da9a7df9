import type { Resource } from './kinds.ts'
import { platform } from './platform.ts'
import { type Projection, project } from './projection.ts'

interface Address {
  readonly host: string
  readonly port: number
}

const postgres = ({ database }: { readonly database: string }, { host, port }: Address): string => {
  const { user, password } = platform.database
  return `postgres://${user}:${password}@${host}:${port}/${database}`
}
const redis = (_id: string, _it: Resource, { host, port }: Address): string => `redis://${host}:${port}`
const byApi = () => null

/** Null for what is reached through the AWS endpoint. */
const URLS: Projection<Resource, Address, string | null> = {
  aurora: (_, it, at) => postgres(it, at),
  redshift: (_, it, at) => postgres(it, at),
  documentdb: (_, { database }, { host, port }) =>
    `mongodb://${host}:${port}/${database}?directConnection=true`,
  elasticache: redis,
  memorydb: redis,
  dynamodb: byApi,
  kinesis: byApi,
  sqs: byApi,
  sns: byApi,
  secret: byApi,
  parameter: byApi,
}

/**
 * The URL by which a store that has a protocol of its own is reached at an address.
 * @throws Error for what is reached through the AWS endpoint.
 */
export function resourceUrl(resource: Resource, at: Address): string {
  const url = project(URLS, '', resource, at)
  if (url) return url
  throw new Error(`a ${resource.kind} is reached through the AWS endpoint, not by a URL of its own`)
}
