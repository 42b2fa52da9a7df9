import { configKey, credentialKeysOf, envKeysOf, secretKeyOf } from '../model/env-keys.ts'
import type { LongRunning, Resource, System, Workload } from '../model/kinds.ts'
import {
  parameterName,
  queueUrl,
  redshiftClusterId,
  secretArn,
  secretName,
  topicArn,
} from '../model/names.ts'
import { platform } from '../model/platform.ts'
import { type Projection, project } from '../model/projection.ts'
import { resourceTraits } from '../model/resource-traits.ts'
import { databaseCertificates } from './certificates.ts'
import type { ComputeContext } from './compute-context.ts'
import type { LoginField } from './constructs/secret.ts'
import { providerUrlOf } from './given.ts'
import { storePort } from './ports.ts'
import type { Stack } from './stack.ts'
import { auroraUrl, documentdbUrl } from './store-urls.ts'
import { givenValue } from './variable.ts'

/** Env keys and their values. */
export type Environment = Readonly<Record<string, string>>

/** What a workload's copies are told, but for secrets and what their platform tells them. */
export function environmentOf(stack: Stack, id: string, ctx: ComputeContext): Environment {
  const { system } = stack.site
  const it = system.workloads[id]!
  const used = it.uses.map((use) => envOfUse(stack, use.id, ctx))
  return Object.assign({}, base(system, id, it), 'port' in it ? serving(system, id, it) : {}, ...used)
}

function base(system: System, id: string, it: Workload): Environment {
  const used = it.uses.flatMap((use) => system.resources[use.id] ?? [])
  const signed = used.some(({ kind }) => resourceTraits[kind].isSignedByRds)
  return {
    CAFE_SYSTEM: system.id,
    CAFE_WORKLOAD: id,
    CAFE_TIME_SCALE: '1',
    CAFE_ALLOTTED_CORES: String(coresOf(it)),
    ...(it.config ? { [configKey(id)]: JSON.stringify(it.config) } : {}),
    ...secretNames(system, it),
    ...(signed ? { NODE_EXTRA_CA_CERTS: databaseCertificates.path } : {}),
  }
}

/** The secrets of the stores that it uses: what they hold changes while it runs. */
function secretNames(system: System, it: Workload): Environment {
  const secrets = Object.entries(system.resources).flatMap(([id, secret]) =>
    secret.kind === 'secret' && it.uses.some((use) => use.id === secret.of)
      ? [[secretKeyOf(secret.of), secretName(system, id)]]
      : [],
  )
  return Object.fromEntries(secrets)
}

/** On AWS a vCPU is a core. */
const coresOf = (it: Workload): number =>
  'vcpu' in it ? it.vcpu : Number((it.memoryMiB / platform.lambdaMiBPerVcpu).toFixed(3))

function serving(system: System, id: string, { port }: LongRunning): Environment {
  const routes = Object.values(system.entries).flatMap((it) => (it.kind === 'alb' ? it.routes : []))
  const route = routes.find((it) => it.to === id)
  return {
    AWS_REGION: system.region,
    BIND_HOST: '0.0.0.0',
    PORT: String(port),
    ...(route ? { PATH_PREFIX: route.strip } : {}),
  }
}

interface Used {
  readonly system: System
  /** The use's env keys, in the order of `names.envKeysOf`. */
  readonly keys: readonly string[]
  readonly hosts: ComputeContext['data']['hosts']
}

function envOfUse(stack: Stack, id: string, { edge, data }: ComputeContext): Environment {
  const { system } = stack.site
  const keys = envKeysOf(system, { id, access: 'call' })
  const resource = system.resources[id]
  if (resource) return project(ENV, id, resource, { system, keys, hosts: data.hosts })
  const outside = system.workloads[id]?.on === 'outside'
  return { [keys[0]!]: outside ? givenValue(stack, providerUrlOf(system, id)) : edge.urlOf(id) }
}

const one = ({ keys }: Used, value: string): Environment => ({ [keys[0]!]: value })

const ENV: Projection<Resource, Used, Environment> = {
  aurora(id, it, { keys, hosts, system }) {
    const url = (role: 'writer' | 'reader') => auroraUrl(system, it, hosts.of(id, role))
    return { [keys[0]!]: url('writer'), [keys[1]!]: url('reader') }
  },
  documentdb: (id, it, used) => one(used, documentdbUrl(used.system, it, used.hosts.of(id))),
  elasticache: (id, it, used) =>
    one(used, `rediss://${used.hosts.of(id)}:${storePort(used.system, it.kind)}`),
  // MemoryDB is a cluster, however few its shards
  memorydb: (id, it, used) =>
    one(used, `rediss://${used.hosts.of(id)}:${storePort(used.system, it.kind)}?cluster=true`),
  redshift: (id, { database }, { system, keys }) => ({
    [keys[0]!]: redshiftClusterId(system, id),
    [keys[1]!]: database,
  }),
  dynamodb: (_, { table }, used) => one(used, table),
  kinesis: (_, { stream }, used) => one(used, stream),
  sqs: (_, { queue }, used) =>
    one(used, queueUrl(used.system, queue, `https://sqs.${used.system.region}.amazonaws.com`)),
  sns: (_, { topic }, used) => one(used, topicArn(used.system, topic)),
  secret: (id, _, used) => one(used, secretArn(used.system, id)),
  parameter: (id, _, used) => one(used, parameterName(used.system, id)),
}

/** One env key whose value is a field of a secret. */
export interface SecretKey {
  readonly key: string
  readonly secretArn: string
  /** Id of the store that it opens. */
  readonly of: string
  readonly field: LoginField
}

const FIELDS: readonly LoginField[] = ['username', 'password']

/** Env keys of a workload that only its secrets can fill: names and passwords of the stores it uses. */
export function secretKeysOf(system: System, id: string, { security }: ComputeContext): readonly SecretKey[] {
  return system.workloads[id]!.uses.flatMap((use) => {
    const secret = Object.entries(system.resources).find(([, it]) => it.kind === 'secret' && it.of === use.id)
    if (!secret) return []
    const arn = security.secrets[secret[0]]!
    return credentialKeysOf(system, use.id).map((key, at) => ({
      key,
      secretArn: arn,
      of: use.id,
      field: FIELDS[at]!,
    }))
  })
}
