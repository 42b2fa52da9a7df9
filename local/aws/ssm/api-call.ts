import type { System } from '../../../model/kinds.ts'
import { platform } from '../../../model/platform.ts'

/** Calls an operation of an AWS API (boto3's name of the service) and gives its answer; rejects with AWS's error. */
export type CallApi = (service: string, api: string, input: object) => Promise<unknown>

type Client = new (config: object) => object
/** AWS's own clients of the services that documents may call here, by boto3's names; loaded when one is called. */
const CLIENTS: ReadonlyMap<string, () => Promise<Client>> = new Map([
  ['dynamodb', async () => (await import('@aws-sdk/client-dynamodb')).DynamoDB as Client],
  ['elasticache', async () => (await import('@aws-sdk/client-elasticache')).ElastiCache],
  ['elbv2', async () => (await import('@aws-sdk/client-elastic-load-balancing-v2')).ElasticLoadBalancingV2],
  ['lambda', async () => (await import('@aws-sdk/client-lambda')).Lambda],
  ['memorydb', async () => (await import('@aws-sdk/client-memorydb')).MemoryDB],
])

/** Calls of the local AWS endpoint. */
export function apiCalls({ region }: System, endpoint: () => string): CallApi {
  const made = new Map<string, object>()
  async function clientOf(service: string): Promise<object> {
    const known = made.get(service)
    if (known) return known
    const load = CLIENTS.get(service)
    if (!load)
      throw new Error(`documents cannot call ${service} here: known are ${[...CLIENTS.keys()].join(', ')}`)
    const client = new (await load())({ region, endpoint: endpoint(), credentials: platform.credentials })
    made.set(service, client)
    return client
  }
  return async (service, api, input) => {
    const client = await clientOf(service)
    const operation = operationOf(client, `${api.charAt(0).toLowerCase()}${api.slice(1)}`)
    if (!operation) throw new Error(`${service} has no operation ${api}`)
    return operation.call(client, input).catch((error: Error) => {
      throw new Error(`${error.name}: ${error.message}`)
    })
  }
}

/** The client's method of an operation: those are its own class's, beside the constructor. */
function operationOf(client: object, name: string): ((input: object) => Promise<unknown>) | null {
  const own = Object.getPrototypeOf(client) as object
  return name !== 'constructor' && Object.hasOwn(own, name) ? Reflect.get(own, name) : null
}
