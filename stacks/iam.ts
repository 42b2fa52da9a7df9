import type { Resource, System, Use } from '../model/kinds.ts'
import {
  arn,
  parameterArn,
  queueArn,
  redshiftClusterId,
  secretArn,
  streamArn,
  tableArn,
  topicArn,
} from '../model/names.ts'
import { type Projection, project } from '../model/projection.ts'
import type { Grant } from './grant.ts'
import { runtimeGrants } from './iam-runtime.ts'
import type { KeyPurpose, Keys } from './keys.ts'

interface RightsContext {
  readonly system: System
  readonly workload: string
  readonly use: Use
  readonly keys: Keys
}

/** Everything that a workload may do: what follows from its `uses`, and what its runtime does in its name. */
export function grantsOf(system: System, workload: string, keys: Keys): readonly Grant[] {
  const it = system.workloads[workload]!
  const own = it.uses.flatMap((use) => {
    const resource = system.resources[use.id]
    return resource ? project(RIGHTS, use.id, resource, { system, workload, use, keys }) : []
  })
  return merged([...own, ...runtimeGrants(system, workload, it)])
}

/** Grants of the same actions under the same conditions as one, on the resources of all. */
function merged(grants: readonly Grant[]): readonly Grant[] {
  const alike = Map.groupBy(grants, ({ actions, conditions }) => JSON.stringify([actions, conditions]))
  return [...alike.values()].map((same) => ({
    ...same[0]!,
    resources: [...new Set(same.flatMap((it) => it.resources))],
    because: [...new Set(same.map((it) => it.because))].join('; '),
  }))
}

const RIGHTS: Projection<Resource, RightsContext, readonly Grant[]> = {
  // Stores with a protocol of their own: the network lets a workload in, and the password where there is one.
  aurora: passwordsOf,
  documentdb: passwordsOf,
  elasticache: () => [],
  memorydb: () => [],
  secret: (id, _it, place) => readSecret(id, place),
  parameter: (id, _it, place) => [
    {
      actions: ['ssm:GetParameter'],
      resources: [parameterArn(place.system, id)],
      because: because(place),
    },
    keyUse(place, 'data', 'ssm', ['kms:Decrypt']),
  ],
  dynamodb: (id, { table, indexes }, place) => {
    const own = tableArn(place.system, table)
    if (readsStreamOnly(id, place)) return tableStream(`${own}/stream/*`, place)
    const all = [own, ...(indexes ?? []).map((index) => `${own}/index/${index.name}`)]
    return [
      { actions: calls('dynamodb', place), resources: all, because: because(place) },
      keyUse(place, 'data', 'dynamodb', ['kms:Decrypt']),
    ]
  },
  kinesis: (_id, { stream }, place) => [
    ...byAccess(place, [streamArn(place.system, stream)], {
      read: ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'],
      write: ['kinesis:PutRecords'],
    }),
    keyUse(place, 'messages', 'kinesis', ['kms:Decrypt', 'kms:GenerateDataKey']),
  ],
  sqs: (_id, { queue }, place) => [
    ...byAccess(place, [queueArn(place.system, queue)], {
      read: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', ...calls('sqs', place), ...asPoller(place)],
      write: ['sqs:SendMessage'],
    }),
    keyUse(place, 'messages', 'sqs', ['kms:Decrypt', 'kms:GenerateDataKey']),
  ],
  sns: (_id, { topic }, place) => [
    ...byAccess(place, [topicArn(place.system, topic)], { read: [], write: ['sns:Publish'] }),
    keyUse(place, 'messages', 'sns', ['kms:Decrypt', 'kms:GenerateDataKey']),
  ],
  redshift: (id, { database }, place) => warehouse(place, redshiftClusterId(place.system, id), database),
}

/** The calls that a use names, as actions. */
const calls = (service: string, { use }: RightsContext): readonly string[] =>
  (use.calls ?? []).map((call) => `${service}:${call}`)

/** Lambda asks for a queue's attributes in a function's name. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const asPoller = ({ system, workload }: RightsContext): readonly string[] =>
  system.workloads[workload]!.kind === 'function' ? ['sqs:GetQueueAttributes'] : []

const because = ({ use }: RightsContext): string => `uses ${use.id} (${use.access})`

/** Rights on the resources of a use, as its access asks. */
function byAccess(
  place: RightsContext,
  resources: readonly string[],
  rights: Readonly<Record<'read' | 'write', readonly string[]>>,
): readonly Grant[] {
  const { access } = place.use
  const actions = [...(access === 'write' ? [] : rights.read), ...(access === 'read' ? [] : rights.write)]
  return actions.length > 0 ? [{ actions, resources, because: because(place) }] : []
}

/** A key, through one service only: the caller cannot use it on anything else. */
function keyUse(
  { system, keys, use }: RightsContext,
  purpose: KeyPurpose,
  service: string,
  actions: string[],
): Grant {
  return {
    actions,
    resources: [keys[purpose]],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${system.region}.amazonaws.com` } },
    because: `${use.id} is encrypted: ${service} uses the key in the caller's name`,
  }
}

/** True for a function that is handed a table's changes and never asks the table. */
const readsStreamOnly = (id: string, { system, workload, use }: RightsContext): boolean =>
  use.access === 'read' &&
  Object.values(system.flows).some((it) => it.kind === 'stream' && it.from === id && it.to === workload)

function tableStream(stream: string, place: RightsContext): readonly Grant[] {
  const actions = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator']
  return [
    { actions, resources: [stream], because: because(place) },
    {
      actions: ['dynamodb:ListStreams'],
      resources: ['*'],
      because: 'Lambda looks for the streams of a table; the API takes no resource',
    },
    keyUse(place, 'data', 'dynamodb', ['kms:Decrypt']),
  ]
}

/** Rights to read the passwords of the stores that a workload uses. */
export const passwordGrants = (system: System, workload: string, keys: Keys): readonly Grant[] =>
  merged(
    system.workloads[workload]!.uses.flatMap((use) => passwordOf(use.id, { system, workload, use, keys })),
  )

/** A copy is handed its first password, and reads the next ones itself: rotation does not wait for it to end. */
function passwordsOf(id: string, _it: Resource, place: RightsContext): readonly Grant[] {
  return passwordOf(id, place)
}

function passwordOf(id: string, place: RightsContext): readonly Grant[] {
  const secrets = Object.entries(place.system.resources).filter(
    ([, it]) => it.kind === 'secret' && it.of === id,
  )
  return secrets.flatMap(([secret]) => readSecret(secret, place))
}

/** Secrets Manager puts six characters of its own behind a secret's name. */
export const secretPattern = (system: System, id: string): string => `${secretArn(system, id)}-??????`

function readSecret(id: string, place: RightsContext): readonly Grant[] {
  const resources = [secretPattern(place.system, id)]
  const read = {
    actions: ['secretsmanager:GetSecretValue'],
    resources,
    because: `${because(place)}: its password`,
  }
  return [read, keyUse(place, 'data', 'secretsmanager', ['kms:Decrypt'])]
}

/** The Data API acts in the database as the caller's role. https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-access.html */
function warehouse(place: RightsContext, cluster: string, database: string): readonly Grant[] {
  const { system } = place
  // a second dollar sign, or Terraform would read it as its own
  const caller = `$\${aws:userid}`
  const own = { StringEquals: { 'redshift-data:statement-owner-iam-userid': caller } }
  const named = calls('redshift-data', place)
  return [
    {
      actions: named.filter((call) => call.endsWith('ExecuteStatement')),
      resources: [arn(system, 'redshift', `cluster:${cluster}`)],
      because: because(place),
    },
    {
      actions: [
        'redshift-data:DescribeStatement',
        ...named.filter((call) => !call.endsWith('ExecuteStatement')),
      ],
      resources: ['*'],
      conditions: own,
      because: 'a statement has no ARN: the condition keeps it to those that the caller started',
    },
    {
      actions: ['redshift:GetClusterCredentialsWithIAM'],
      resources: [arn(system, 'redshift', `dbname:${cluster}/${database}`)],
      because: 'the Data API logs in to the database with it',
    },
  ]
}
