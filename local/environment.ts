import { envKeysOf } from '../model/env-keys.ts'
import type { Resource, System, Workload, Zone } from '../model/kinds.ts'
import { parameterName, queueUrl, redshiftClusterId, secretArn, topicArn } from '../model/names.ts'
import { platform } from '../model/platform.ts'
import { type Projection, project } from '../model/projection.ts'
import { resourceTraits } from '../model/resource-traits.ts'
import { resourceUrl } from '../model/resource-url.ts'
import type { Address, Context, Links } from './types.ts'

/** Name under which every AWS service without an engine of its own is reached. */
export const AWS = 'aws'

/** Who is to be told its env. */
export interface Tenant {
  /** Id of the copy, which its links carry; for a function any id that its environments share. */
  readonly id: string
  readonly workload: string
  readonly zone: Zone
}

export interface Environment {
  /** Env of a copy but for what its runtime knows alone (`PORT`, `CAFE_COPY_ID`, …); opens its links. */
  readonly of: (tenant: Tenant) => Promise<Readonly<Record<string, string>>>
}

interface EnvironmentParts {
  readonly links: Links
  /** Where a resource, a workload's name or `AWS` answers now; `role` is Aurora's `writer` or `reader`. */
  readonly address: (id: string, role?: string) => Address
}

/** Env of copies from the model's `uses`, with a link of its own to each thing that a copy uses. */
export function environment(
  ctx: Pick<Context, 'system' | 'timeScale'>,
  { links, address }: EnvironmentParts,
): Environment {
  const { system } = ctx
  const link = (tenant: Tenant) => async (to: string, role?: string) => {
    // services of AWS share an endpoint, but each has a link: a fault may cut DynamoDB and leave SQS
    const target = () => address(isAwsService(to) ? AWS : to, role)
    const port = await links.open({
      copy: tenant.id,
      zone: tenant.zone,
      to,
      target,
      ...(role ? { role } : {}),
    })
    return { host: platform.host, port }
  }
  return {
    async of(tenant) {
      const workload = system.workloads[tenant.workload]
      if (!workload) throw new Error(`no env for '${tenant.workload}': ${system.id} has no such workload`)
      const through = link(tenant)
      const used = await Promise.all(workload.uses.map(({ id }) => envOfUse(system, id, through)))
      const base = await baseEnv(ctx, tenant.workload, workload, through)
      return Object.assign({}, base, ...used)
    },
  }
}

type Through = (to: string, role?: string) => Promise<Address>
interface Used {
  readonly system: System
  /** The use's env keys, in the order of `names.envKeysOf`. */
  readonly keys: readonly string[]
  readonly through: Through
}

/** The name of a link to a service of AWS, as in `AWS_ENDPOINT_URL_<name>`; another than that of all is of one service. */
const SDK_SERVICES = new Set(Object.values(resourceTraits).flatMap(({ sdk }) => sdk))
const isAwsService = (name: string): boolean => name === AWS || SDK_SERVICES.has(name)

function envOfUse(system: System, id: string, through: Through): Promise<Record<string, string>> {
  const keys = envKeysOf(system, { id, access: 'call' })
  const resource = system.resources[id]
  if (resource) return project(envOfResource, id, resource, { system, keys, through })
  return through(id).then((at) => ({ [keys[0]!]: http(at) }))
}

const one = async ({ keys }: Used, value: string) => ({ [keys[0]!]: value })
const store = async (id: string, it: Resource, used: Used) =>
  one(used, resourceUrl(it, await used.through(id)))
const http = ({ host, port }: Address): string => `http://${host}:${port}`

const envOfResource: Projection<Resource, Used, Promise<Record<string, string>>> = {
  async aurora(id, it, { keys, through }) {
    const [writer, reader] = await Promise.all([through(id, 'writer'), through(id, 'reader')])
    return { [keys[0]!]: resourceUrl(it, writer), [keys[1]!]: resourceUrl(it, reader) }
  },
  async redshift(id, { database }, { system, keys }) {
    return { [keys[0]!]: redshiftClusterId(system, id), [keys[1]!]: database }
  },
  documentdb: store,
  elasticache: store,
  memorydb: store,
  dynamodb: (_, { table }, used) => one(used, table),
  kinesis: (_, { stream }, used) => one(used, stream),
  // the SDK's SQS client goes where the queue's URL points
  sqs: async (_, { queue }, used) => one(used, queueUrl(used.system, queue, http(await used.through('sqs')))),
  sns: (_, { topic }, used) => one(used, topicArn(used.system, topic)),
  secret: (id, _, used) => one(used, secretArn(used.system, id)),
  parameter: (id, _, used) => one(used, parameterName(used.system, id)),
}

/** What every workload is told, and the endpoint of each AWS service that it uses. */
async function baseEnv(
  { system, timeScale }: Pick<Context, 'system' | 'timeScale'>,
  id: string,
  { uses }: Workload,
  through: Through,
): Promise<Record<string, string>> {
  const kinds = uses.flatMap((use) => system.resources[use.id]?.kind ?? [])
  const services = [...new Set(kinds.flatMap((kind) => resourceTraits[kind].sdk))]
  const endpoints = await Promise.all(
    services.map(async (name) => [`AWS_ENDPOINT_URL_${name.toUpperCase()}`, http(await through(name))]),
  )
  return {
    CAFE_SYSTEM: system.id,
    CAFE_WORKLOAD: id,
    CAFE_TIME_SCALE: String(timeScale),
    AWS_REGION: system.region,
    // a key of its own for each workload: the endpoint's record of calls says who made them
    AWS_ACCESS_KEY_ID: id,
    AWS_SECRET_ACCESS_KEY: platform.credentials.secretAccessKey,
    AWS_ENDPOINT_URL: http(await through(AWS)),
    ...Object.fromEntries(endpoints),
  }
}
