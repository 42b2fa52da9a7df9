import { DynamoDB } from '@aws-sdk/client-dynamodb'
import { Lambda } from '@aws-sdk/client-lambda'
import type { System } from '../../../model/kinds.ts'
import { platform } from '../../../model/platform.ts'
import { JSON_SERVICES, jsonCall } from './json-call.ts'
import { QUERY_SERVICES, queryCall } from './query-call.ts'

/** Calls an operation of an AWS API (boto3's name of the service) and gives its answer; rejects with AWS's error. */
export type CallApi = (service: string, api: string, input: object) => Promise<unknown>

/** The services that documents may call here by AWS's own client. */
const CLIENTS = { dynamodb: DynamoDB, lambda: Lambda } as const
const KNOWN = [...Object.keys(CLIENTS), ...Object.keys(QUERY_SERVICES), ...Object.keys(JSON_SERVICES)]

/** Calls of the local AWS endpoint. */
export function apiCalls({ region }: System, endpoint: () => string): CallApi {
  const { credentials } = platform
  const made = new Map<string, object>()
  const clientOf = (service: keyof typeof CLIENTS): object => {
    const known = made.get(service)
    if (known) return known
    const client = new CLIENTS[service]({ region, endpoint: endpoint(), credentials })
    made.set(service, client)
    return client
  }
  return async (service, api, input) => {
    const query = QUERY_SERVICES[service]
    const json = JSON_SERVICES[service]
    const caller = { endpoint: endpoint(), region, ...credentials }
    if (query) return queryCall(query, api, input, caller)
    if (json) return jsonCall(json, api, input, caller)
    if (!isClient(service))
      throw new Error(`documents cannot call ${service} here: known are ${KNOWN.join(', ')}`)
    const client = clientOf(service)
    const operation = operationOf(client, `${api.charAt(0).toLowerCase()}${api.slice(1)}`)
    if (!operation) throw new Error(`${service} has no operation ${api}`)
    return operation.call(client, input) as Promise<unknown>
  }
}

/** The client's method of an operation: those are its own class's, beside the constructor. */
function operationOf(client: object, name: string): ((input: object) => unknown) | null {
  const own = Object.getPrototypeOf(client) as object
  return name !== 'constructor' && Object.hasOwn(own, name) ? Reflect.get(own, name) : null
}

const isClient = (service: string): service is keyof typeof CLIENTS => Object.hasOwn(CLIENTS, service)
