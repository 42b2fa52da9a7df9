import type { Finding } from '../finding.ts'
import type { Entry, Flow, LongRunning, Resource, System, Workload } from '../kinds.ts'
import { platform } from '../platform.ts'
import { type Projection, project } from '../projection.ts'
import { outsideOf, type Range } from './range.ts'

/** AWS's limits on figures; the page of each stands above it. */
export function checkLimits(system: System): readonly Finding[] {
  const of = <It>(
    family: string,
    all: Readonly<Record<string, It>>,
    limits: (id: string, it: It) => readonly Range[],
  ) => Object.entries(all).flatMap(([id, it]) => outsideOf(`${family}.${id}`, limits(id, it)))
  return [
    ...Object.entries(system.workloads).flatMap(([id, it]) => workload(`workloads.${id}`, it)),
    ...of('resources', system.resources, (id, it) => project(RESOURCES, id, it, null)),
    ...of('entries', system.entries, (id, it) => project(ENTRIES, id, it, null)),
    ...of('flows', system.flows, (id, it) => project(FLOWS, id, it, system)),
    ...concurrency(system),
    ...retention(system),
    ...budgets(system),
  ]
}

function workload(where: string, it: Workload): readonly Finding[] {
  if (it.kind === 'provider') return []
  if (it.kind === 'function')
    return outsideOf(where, [
      // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
      ['timeoutSeconds', it.timeoutSeconds, 1, 900],
      ['memoryMiB', it.memoryMiB, 128, 10_240],
    ])
  return [
    ...outsideOf(where, running(it)),
    ...bounds(where, it),
    ...(it.on === 'ecs' ? fargate(where, it) : []),
  ]
}

const running = ({ scaling, stopTimeoutSeconds, health, port }: LongRunning): readonly Range[] => [
  ['scaling.target', scaling.on === 'cpu' ? scaling.target : undefined, 1, 100],
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
  ['stopTimeoutSeconds', stopTimeoutSeconds, 0, 120],
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
  ['health.intervalSeconds', health.intervalSeconds, 5, 300],
  ['health.healthyAfter', health.healthyAfter, 2, 10],
  ['health.unhealthyAfter', health.unhealthyAfter, 2, 10],
  ['port', port, 1, 65_535],
]

const bounds = (where: string, { scaling: { min, max } }: LongRunning): readonly Finding[] =>
  min > max ? [{ where, what: `min ${min} is over max ${max}`, mend: 'swap them' }] : []

/** Memory in GiB that Fargate has for so many vCPU, and its step. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html */
const FARGATE: Readonly<Record<string, readonly [from: number, to: number, step: number]>> = {
  0.25: [0.5, 2, 0.5],
  0.5: [1, 4, 1],
  1: [2, 8, 1],
  2: [4, 16, 1],
  4: [8, 30, 1],
  8: [16, 60, 4],
  16: [32, 120, 8],
}

function fargate(where: string, { vcpu, memoryMiB }: LongRunning): readonly Finding[] {
  const sizes = FARGATE[vcpu]
  if (!sizes)
    return [
      { where, what: `vcpu is ${vcpu}`, mend: `Fargate takes ${Object.keys(FARGATE).sort().join(', ')}` },
    ]
  const [from, to, step] = sizes
  const gib = memoryMiB / 1024
  const fits = gib >= from && gib <= to && (gib - from) % step === 0
  const what = `memoryMiB is ${memoryMiB} with ${vcpu} vCPU`
  return fits ? [] : [{ where, what, mend: `Fargate takes ${from} to ${to} GiB in steps of ${step}` }]
}

const RESOURCES: Projection<Resource, null, readonly Range[]> = {
  // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/CHAP_Limits.html
  aurora: (_, it) => [
    ['readers', it.readers, 0, 15],
    ['backupDays', it.backupDays, 1, 35],
    ['maxConnections', it.maxConnections, 6, 262_143],
  ],
  // https://docs.aws.amazon.com/documentdb/latest/developerguide/limits.html
  documentdb: (_, it) => [['backupDays', it.backupDays, 1, 35]],
  elasticache: () => [],
  // https://docs.aws.amazon.com/memorydb/latest/APIReference/API_CreateCluster.html
  memorydb: (_, it) => [
    ['shards', it.shards, 1, 500],
    ['replicas', it.replicas, 0, 5],
  ],
  // https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-clusters.html, https://docs.aws.amazon.com/redshift/latest/dg/cm-c-defining-query-queues.html
  redshift: (_, it) => [
    ['nodes', it.nodes, 1, 16],
    ['wlmSlots', it.wlmSlots, 1, 50],
    ['snapshotDays', it.snapshotDays, 1, 35],
  ],
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
  dynamodb: (_, it) => [
    ['length of table', it.table.length, 3, 255],
    ['number of indexes', it.indexes?.length, 0, 20],
  ],
  // https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
  kinesis: (_, it) => [
    ['shards', it.shards, 1, 20_000],
    ['retentionHours', it.retentionHours, 24, 8760],
  ],
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
  sqs: (_, it) => [
    ['waitSeconds', it.waitSeconds, 0, 20],
    ['visibilitySeconds', it.visibilitySeconds, 0, 43_200],
    ['retentionSeconds', it.retentionSeconds, 60, 1_209_600],
    ['redrive.maxReceives', it.redrive?.maxReceives, 1, 1000],
  ],
  sns: () => [],
  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html
  secret: (_, it) => [['rotationDays', it.rotationDays, 1, 1000]],
  parameter: () => [],
}

const ENTRIES: Projection<Entry, null, readonly Range[]> = {
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html and edit-load-balancer-attributes.html
  alb: (_, it) => [
    ['number of routes', it.routes.length, 1, 100],
    ['idleTimeoutSeconds', it.idleTimeoutSeconds, 1, 4000],
    ['deregistrationSeconds', it.deregistrationSeconds, 0, 3600],
  ],
  nlb: (_, it) => [
    ['port', it.port, 1, 65_535],
    ['deregistrationSeconds', it.deregistrationSeconds, 0, 3600],
  ],
  lattice: () => [],
  apigateway: () => [],
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
  cloudfront: (_, it) => [['number of cached paths', it.cached.length, 0, 75]],
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html; what no function takes is our own consumer's. */
const FLOWS: Projection<Flow, System, readonly Range[]> = {
  queue: (_, it) => [
    ['batchSize', it.batchSize, 1, 10_000],
    ['windowSeconds', it.windowSeconds, 0, 300],
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
    ['backoff.firstSeconds', it.backoff.firstSeconds, 0, 43_200],
  ],
  stream: (_, it, { workloads }) => [
    ['batchSize', it.batchSize, 1, 10_000],
    ['windowSeconds', workloads[it.to]?.kind === 'function' ? it.windowSeconds : undefined, 0, 300],
    ['maximumAgeSeconds', it.maximumAgeSeconds, 60, 604_800],
    ['retries', it.retries, 0, 10_000],
  ],
  topic: () => [],
}

/** AWS keeps so many for the functions that reserve none. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const UNRESERVED = 100

function concurrency({ workloads }: System): readonly Finding[] {
  const functions = Object.values(workloads).flatMap((it) => (it.kind === 'function' ? [it] : []))
  const reserved = functions.reduce((sum, it) => sum + it.reservedConcurrency, 0)
  const most = platform.lambdaAccountConcurrency - UNRESERVED
  if (reserved <= most) return []
  const what = `the functions reserve a concurrency of ${reserved}`
  return [
    { where: 'workloads', what, mend: `an account has ${most} to reserve: take less, or raise its quota` },
  ]
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

const retention = ({ operations }: System): readonly Finding[] =>
  Object.entries(operations.logRetentionDays).flatMap(([profile, days]) =>
    RETENTIONS.includes(days)
      ? []
      : [
          {
            where: `operations.logRetentionDays.${profile}`,
            what: `logs are kept for ${days} days`,
            mend: `CloudWatch takes one of ${RETENTIONS.join(', ')}`,
          },
        ],
  )

/** What a day and a month may cost: AWS refuses budgets of nothing. https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Spend.html */
const budgets = ({ operations: { dailyBudget, monthlyEstimate } }: System): readonly Finding[] =>
  Object.entries({ dailyBudget, monthlyEstimate }).flatMap(([name, { from, to }]) =>
    from >= 0 && to > 0 && from <= to && Number.isFinite(to)
      ? []
      : [
          {
            where: `operations.${name}`,
            what: `${from} to ${to} dollars`,
            mend: 'take two numbers, the greater one second and above nothing',
          },
        ],
  )
