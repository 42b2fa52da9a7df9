import type { Finding } from '../finding.ts'
import type { Entry, Resource, System, Workload } from '../kinds.ts'
import {
  alarmName,
  auroraInstanceId,
  bucketName,
  clusterName,
  entryName,
  functionName,
  nodePort,
  parameterName,
  redshiftClusterId,
  resourceName,
  roleName,
  rulePriority,
  secretName,
  serviceName,
} from '../names.ts'
import { type Projection, project } from '../projection.ts'

/** A name on AWS, and the most characters that it may have there. */
type Named = readonly [name: string, most: number]

/** Names that are too long for AWS, and ids of which no name can be made. */
export function checkNames(system: System): readonly Finding[] {
  const of = <It>(
    family: string,
    all: Readonly<Record<string, It>>,
    names: (id: string, it: It) => readonly Named[],
  ) =>
    Object.entries(all).flatMap(([id, it]) => {
      const where = `${family}.${id}`
      return [...badId(where, id), ...names(id, it).flatMap((named) => tooLong(where, named))]
    })
  return [
    ...badId('id', system.id),
    ...ofSystem(system).flatMap((named) => tooLong('id', named)),
    ...of('workloads', system.workloads, (id, it) => ofWorkload(system, id, it)),
    ...of('resources', system.resources, (id, it) => project(RESOURCES, id, it, system)),
    ...of('entries', system.entries, (id, it) => project(ENTRIES, id, it, system)),
    ...of('alarms', system.alarms, (id) => [[alarmName(system, id), 255]]),
    ...of('securityGroups', system.securityGroups, (_, it) => [[it.name, 255]]),
    ...clashes(system),
  ]
}

/** A number that follows from a name, among others of its place. */
type Numbered = readonly [where: string, name: string, number: number]

/** Numbers that follow from names, and are of two names. */
function clashes({ workloads, entries }: System): readonly Finding[] {
  const ports = Object.keys(workloads)
    .filter((id) => workloads[id]!.on === 'eks')
    .map((id): Numbered => ['workloads', id, nodePort(id)])
  const priorities = Object.entries(entries).flatMap(([id, it]) => {
    const routes = it.kind === 'alb' ? it.routes : []
    return routes.map(({ prefix }): Numbered => [`entries.${id}.routes`, prefix, rulePriority(prefix)])
  })
  return [...shared(ports, 'port of nodes'), ...shared(priorities, 'priority')]
}

const shared = (all: readonly Numbered[], kind: string): readonly Finding[] =>
  all.flatMap(([where, name, number], at) => {
    const other = all.slice(0, at).find((it) => it[0] === where && it[2] === number)
    const what = `'${name}' would have the ${kind} ${number} of '${other?.[1]}'`
    return other ? [{ where, what, mend: 'give one of them another name' }] : []
  })

/** What every service takes in a name: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html is the strictest. */
const ID = /^[a-z]([a-z0-9]|-(?!-|$))*$/

const badId = (where: string, id: string): Finding[] =>
  ID.test(id)
    ? []
    : [
        {
          where,
          what: `'${id}' is no id`,
          mend: 'take small letters, digits and single hyphens, a letter first',
        },
      ]

const tooLong = (where: string, [name, most]: Named): Finding[] =>
  name.length <= most
    ? []
    : [
        {
          where,
          what: `the name '${name}' has ${name.length} characters`,
          mend: `AWS takes ${most}: shorten the id`,
        },
      ]

/** Buckets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, clusters: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
const ofSystem = (system: System): readonly Named[] => [
  [bucketName(system, 'artifacts'), 63],
  [clusterName(system), 100],
  // the fault role and the other roles of the platform itself: the longest suffix is this one
  [roleName(system, 'redshift-snapshots'), 64],
]

/** Roles: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function ofWorkload(system: System, id: string, it: Workload): readonly Named[] {
  if (it.on === 'outside') return []
  // https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
  if (it.kind === 'function') return [[functionName(system, id), 64]]
  const role = it.on === 'ecs' ? roleName(system, `${id}-execution`) : roleName(system, id)
  const inNetwork = Object.values(system.entries).some(
    (entry) => entry.kind === 'lattice' && entry.services.includes(id),
  )
  return [
    [role, 64],
    // https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateService.html
    [serviceName(system, id), inNetwork ? 40 : 128],
  ]
}

/** Names of stores and carriers; the page of a limit stands above it. */
const RESOURCES: Projection<Resource, System, readonly Named[]> = {
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
  aurora: (id, it, system) => [[auroraInstanceId(system, id, 1 + it.readers), 63]],
  // https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBCluster.html
  documentdb: (id, _, system) => [[`${resourceName(system, id)}-1`, 63]],
  // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
  elasticache: (id, _, system) => [[resourceName(system, id), 40]],
  // https://docs.aws.amazon.com/memorydb/latest/APIReference/API_CreateCluster.html
  memorydb: (id, _, system) => [[resourceName(system, id), 40]],
  // the cluster takes 63, the schedule of its pauses 60: https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateScheduledAction.html
  redshift: (id, _, system) => [[`${redshiftClusterId(system, id)}-resume`, 60]],
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
  dynamodb: (_, { table, indexes = [] }) =>
    [table, ...indexes.map(({ name }) => name)].map((name) => [name, 255]),
  // https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html
  kinesis: (_, { stream }) => [[stream, 128]],
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
  sqs: (_, { queue }) => [[queue, 80]],
  // https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
  sns: (_, { topic }) => [[topic, 256]],
  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
  secret: (id, _, system) => [[secretName(system, id), 512]],
  // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
  parameter: (id, _, system) => [[parameterName(system, id), 1011]],
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html and API_CreateTargetGroup.html */
const BALANCER = 32

const ENTRIES: Projection<Entry, System, readonly Named[]> = {
  alb: (id, it, system) => [
    [entryName(system, id), BALANCER],
    ...it.routes.map((route): Named => [route.targetGroup, BALANCER]),
  ],
  nlb: (id, it, system) => [
    [entryName(system, id), BALANCER],
    [it.targetGroup, BALANCER],
  ],
  // https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateServiceNetwork.html
  lattice: (id, _, system) => [[entryName(system, id), 63]],
  apigateway: (id, _, system) => [[entryName(system, id), 128]],
  // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachePolicyConfig.html
  cloudfront: (id, _, system) => [[entryName(system, id), 64]],
}
