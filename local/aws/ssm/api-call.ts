import { DynamoDB } from '@aws-sdk/client-dynamodb'
import { Lambda } from '@aws-sdk/client-lambda'
import type { System } from '../../../model/kinds.ts'
import { platform } from '../../../model/platform.ts'

/** Calls an operation of an AWS API (boto3's name of the service) and gives its answer; rejects with AWS's error. */
export type CallApi = (service: string, api: string, input: object) => Promise<unknown>

/** The services that documents may call here, each by AWS's own client. */
const CLIENTS = { dynamodb: DynamoDB, lambda: Lambda } as const

/** Calls of the local AWS endpoint. */
export function apiCalls({ region }: System, endpoint: () => string): CallApi {
  const made = new Map<string, object>()
  const clientOf = (service: string): object => {
    if (!Object.hasOwn(CLIENTS, service))
      throw new Error(`documents cannot call ${service} here: known are ${Object.keys(CLIENTS).join(', ')}`)
    const known = made.get(service)
    if (known) return known
    const Client = CLIENTS[service as keyof typeof CLIENTS]
    const client = new Client({ region, endpoint: endpoint(), credentials: platform.credentials })
    made.set(service, client)
    return client
  }
  return async (service, api, input) => {
    const client = clientOf(service)
    const operation: unknown = Reflect.get(client, `${api.charAt(0).toLowerCase()}${api.slice(1)}`)
    if (typeof operation !== 'function') throw new Error(`${service} has no operation ${api}`)
    return operation.call(client, input) as Promise<unknown>
  }
}
