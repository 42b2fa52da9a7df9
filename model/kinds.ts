/** What a system may be made of: four families (workload, resource, entry, flow), each a union of kinds. */

/** Availability zone letter; `names.zone` makes `us-east-1a` of it. */
export type Zone = 'a' | 'b' | 'c'

/** What a workload does with something it uses: queue, stream and topic take `write` as send, put, publish. */
export type Access = 'read' | 'write' | 'readwrite' | 'call'

/** One edge from a workload to a resource, a workload or a provider, by id. */
export interface Use {
  readonly id: string
  readonly access: Access
}

/** CPU-bound work that a workload can be told to do; sizes and seconds are the document's, at time scale 1. */
export interface Stress {
  readonly path: `/stress/${string}`
  readonly title: string
  /** Percent of the allotted CPU to hold. */
  readonly cpuPercent: number
  readonly seconds: number
  /** How much is worked through in one pass. */
  readonly size: number
  /** What is worked through, such as `orders`. */
  readonly unit: string
  /** MiB that it seeds on disk or leaves there; none where absent. */
  readonly diskMiB?: number
  /** Rows that a large result set has at least, where the work is queries; not scaled: there are fewer queries. */
  readonly resultRows?: number
  /** What the 99th percentile of a function's Duration is held against, in milliseconds. */
  readonly p99DurationMs?: number
  readonly metric: string
}

/** Target tracking on measured CPU (ECS service, HPA, ASG policy). */
export interface CpuScaling {
  readonly on: 'cpu'
  readonly target: number
  readonly min: number
  readonly max: number
  /** Seconds of AWS between two decisions, outward and inward. */
  readonly cooldownOut: number
  readonly cooldownIn: number
}
/** A fixed number of copies. */
export interface FixedScaling {
  readonly on: 'none'
  readonly min: number
  readonly max: number
}
export type Scaling = CpuScaling | FixedScaling

/** What a copy is checked on; intervals in seconds of AWS. */
export interface HealthCheck {
  readonly path: string
  readonly readyPath: string
  readonly intervalSeconds: number
  readonly healthyAfter: number
  readonly unhealthyAfter: number
}

/** A metric that a workload emits itself. */
export interface CustomMetric {
  readonly namespace: string
  readonly name: string
  readonly unit: string
  /** What the number of its values counts, where that is a figure of the business: of `Orders`, those `paid`. */
  readonly counts?: { readonly of: string; readonly as: string }
}

interface WorkloadBase {
  readonly title: string
  /** Folder of its source, from the root of the repository. */
  readonly source: string
  readonly uses: readonly Use[]
  readonly memoryMiB: number
  /** Custom metrics it emits: namespace and name, as CloudWatch shows them. */
  readonly metrics: readonly CustomMetric[]
  readonly logGroup: string
  /** Settings that who runs it may change without a release: it reads them as JSON from `<ID>_CONFIG`. */
  readonly config?: Readonly<Record<string, unknown>>
  readonly tags: Readonly<Record<string, string>>
}

/** A long-running process in copies: an HTTP service (with a port) or a worker (consumes only). */
export interface LongRunning extends WorkloadBase {
  readonly kind: 'service' | 'worker'
  readonly on: 'ecs' | 'eks' | 'asg' | 'ec2'
  readonly vcpu: number
  readonly port: number
  readonly health: HealthCheck
  readonly scaling: Scaling
  readonly rollout: {
    readonly kind: 'rolling'
    readonly minHealthyPercent: number
    readonly maxPercent: number
  }
  /** Seconds that AWS takes to bring one copy up, beside its own start. */
  readonly provisioningSeconds: number
  /** Seconds between SIGTERM and SIGKILL (never scaled). */
  readonly stopTimeoutSeconds: number
  readonly stress?: Stress
  readonly instanceType?: string
}

/** A Lambda function. */
export interface Fn extends WorkloadBase {
  readonly kind: 'function'
  readonly on: 'lambda'
  readonly timeoutSeconds: number
  readonly reservedConcurrency: number
  /** Milliseconds of initialisation that AWS adds to a cold start, beside the code's own. */
  readonly coldStartMs: number
  readonly stress?: Stress
}

/** The simulated outside world: an HTTP server that is not ours on AWS either. */
export interface Provider extends WorkloadBase {
  readonly kind: 'provider'
  readonly on: 'outside'
  readonly latencyMs: { readonly p50: number; readonly p99: number }
  readonly declinePercent: number
}

export type Workload = LongRunning | Fn | Provider

interface ResourceBase {
  readonly title: string
  readonly tags: Readonly<Record<string, string>>
}
export interface Aurora extends ResourceBase {
  readonly kind: 'aurora'
  readonly database: string
  readonly readers: number
  readonly instanceClass: string
  readonly maxConnections: number
  readonly backupDays: number
  /** Seconds of AWS until a failover is over (detection, promotion, DNS). */
  readonly failoverSeconds: number
}
export interface DynamoDb extends ResourceBase {
  readonly kind: 'dynamodb'
  readonly table: string
  readonly partitionKey: string
  readonly sortKey?: string
  readonly ttl?: { readonly attribute: string; readonly seconds: number }
  readonly stream?: 'NEW_AND_OLD_IMAGES'
  readonly indexes?: readonly {
    readonly name: string
    readonly partitionKey: string
    readonly sortKey?: string
  }[]
  readonly pointInTimeRecovery: boolean
}
export interface DocumentDb extends ResourceBase {
  readonly kind: 'documentdb'
  readonly database: string
  readonly collection: string
  readonly instanceClass: string
  readonly maxConnections: number
  readonly backupDays: number
}
export interface ElastiCache extends ResourceBase {
  readonly kind: 'elasticache'
  readonly nodeType: string
  readonly maxMemoryMiB: number
  readonly evictionPolicy: string
  /** Seconds that an entry lives, by what is cached; scaled. */
  readonly ttlSeconds: Readonly<Record<string, number>>
}
export interface MemoryDb extends ResourceBase {
  readonly kind: 'memorydb'
  readonly nodeType: string
  readonly shards: number
  readonly replicas: number
}
export interface Redshift extends ResourceBase {
  readonly kind: 'redshift'
  readonly database: string
  readonly nodeType: string
  readonly nodes: number
  /** Queries that run at once (WLM slots); the rest wait. */
  readonly wlmSlots: number
  /** Percent of its CPU that queries bring the cluster to at most; loads are not held. */
  readonly queryCpuPercent: number
  readonly snapshotDays: number
}
export interface Kinesis extends ResourceBase {
  readonly kind: 'kinesis'
  readonly stream: string
  readonly shards: number
  readonly partitionKey: string
  readonly retentionHours: number
}
export interface Sqs extends ResourceBase {
  readonly kind: 'sqs'
  readonly queue: string
  readonly fifo?: { readonly groupId: string; readonly contentBasedDeduplication: true }
  readonly waitSeconds: number
  readonly visibilitySeconds: number
  readonly retentionSeconds: number
  /** Where a message goes after so many receives. */
  readonly redrive?: { readonly to: string; readonly maxReceives: number }
}
export interface Sns extends ResourceBase {
  readonly kind: 'sns'
  readonly topic: string
}
export interface Secret extends ResourceBase {
  readonly kind: 'secret'
  readonly of: string
  readonly rotationDays: number
}
export type Resource =
  | Aurora
  | DynamoDb
  | DocumentDb
  | ElastiCache
  | MemoryDb
  | Redshift
  | Kinesis
  | Sqs
  | Sns
  | Secret

/** A path rule: `/api/orders` and everything below goes to the workload, the prefix `/api` taken off. */
export interface Route {
  readonly prefix: string
  readonly strip: string
  readonly to: string
  readonly targetGroup: string
  readonly auth: 'none' | 'api-key' | 'jwt'
}
export interface Alb {
  readonly kind: 'alb'
  readonly title: string
  readonly scheme: 'internet-facing' | 'internal'
  readonly routes: readonly Route[]
  /** Seconds that a target may take to answer before the client gets a 504 (never scaled). */
  readonly idleTimeoutSeconds: number
  /** Seconds that a target which leaves may take to finish its requests. */
  readonly deregistrationSeconds: number
  readonly tags: Readonly<Record<string, string>>
}
export interface Nlb {
  readonly kind: 'nlb'
  readonly title: string
  readonly scheme: 'internal'
  readonly port: number
  readonly to: string
  readonly targetGroup: string
  /** Seconds that a target which leaves may take to finish its flows. */
  readonly deregistrationSeconds: number
  readonly tags: Readonly<Record<string, string>>
}
export interface Lattice {
  readonly kind: 'lattice'
  readonly title: string
  readonly services: readonly string[]
  readonly tags: Readonly<Record<string, string>>
}
export interface ApiGateway {
  readonly kind: 'apigateway'
  readonly title: string
  readonly to: string
  readonly tags: Readonly<Record<string, string>>
}
export interface CloudFront {
  readonly kind: 'cloudfront'
  readonly title: string
  readonly to: string
  readonly cached: readonly string[]
  readonly tags: Readonly<Record<string, string>>
}
export type Entry = Alb | Nlb | Lattice | ApiGateway | CloudFront

/** An edge with settings of its own; it has an id and can be a fault's target. */
export interface QueueFlow {
  readonly kind: 'queue'
  readonly from: string
  readonly to: string
  readonly batchSize: number
  /** Not allowed by AWS on FIFO sources. */
  readonly windowSeconds?: number
  readonly partialFailures: boolean
}
export interface StreamFlow {
  readonly kind: 'stream'
  readonly from: string
  readonly to: string
  readonly batchSize: number
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST'
  readonly windowSeconds?: number
  /** After an error of the function, halve the batch and try the halves. */
  readonly bisectOnError?: boolean
  /** Records older than this are dropped rather than tried again; never scaled. */
  readonly maximumAgeSeconds?: number
}
export interface TopicFlow {
  readonly kind: 'topic'
  readonly from: string
  readonly to: string
  readonly filter?: Readonly<Record<string, readonly string[]>>
}
export type Flow = QueueFlow | StreamFlow | TopicFlow

/** A metric of AWS's own or of ours; a dimension's value is text, or the id of the model's entry it belongs to. */
export interface Metric {
  readonly namespace: string
  readonly name: string
  readonly stat: string
  readonly dimensions: Readonly<Record<string, string | { readonly of: string }>>
}
/** One row of metric math: a metric under an id, or an expression over ids. */
export type MetricQuery =
  | { readonly id: string; readonly metric: Metric }
  | { readonly id: string; readonly expression: string; readonly label: string }
export interface MetricAlarm {
  readonly kind: 'metric'
  readonly title: string
  /** The last one is what the alarm compares. */
  readonly queries: readonly [MetricQuery, ...MetricQuery[]]
  readonly comparison:
    | 'GreaterThanThreshold'
    | 'GreaterThanOrEqualToThreshold'
    | 'LessThanThreshold'
    | 'LessThanOrEqualToThreshold'
  readonly threshold: number
  /** Seconds of AWS; `names.alarmWindow` scales period × evaluations as one. */
  readonly periodSeconds: number
  readonly evaluationPeriods: number
  readonly datapointsToAlarm: number
  readonly missing: 'missing' | 'notBreaching' | 'breaching' | 'ignore'
}
export interface CompositeAlarm {
  readonly kind: 'composite'
  readonly title: string
  readonly anyOf: readonly string[]
}
export type Alarm = MetricAlarm | CompositeAlarm

/** One request of a journey; `{name}` in path and body are variables of the visitor. */
export interface Step {
  readonly name: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: 'order' | 'stock' | 'accrual'
  readonly expect: number
  readonly thinkSeconds?: number
}
export interface Journey {
  readonly title: string
  /** Share of visitors that take it, percent. */
  readonly weight: number
  readonly steps: readonly [Step, ...Step[]]
  readonly slo: { readonly availabilityPercent: number; readonly p95Ms: number }
}

/** How long recovery may take, as the document's table says it; null where it says manual or gradual. */
export interface RecoveryTarget {
  readonly failure: string
  readonly mechanism: string
  readonly seconds: { readonly from: number; readonly to: number } | null
  readonly text: string
}

/** A load scenario: arrival rate over time (open model). */
export interface Load {
  readonly title: string
  readonly journeys: readonly string[]
  /** Journeys started per second, reached at the end of each stage; seconds of AWS. */
  readonly stages: readonly { readonly seconds: number; readonly perSecond: number }[]
  /** Names of the only steps that its visitors take; all of their journey where absent. */
  readonly steps?: readonly string[]
}

/** What stands in a security group: all workloads that run on it, all resources or entries of the kind. */
export type SecurityGroupMember = Workload['on'] | Resource['kind'] | Entry['kind'] | 'endpoint'

/** A security group: who may reach which port; `from` is a CIDR, `vpc`, or the id of another group. */
export interface SecurityGroup {
  readonly name: string
  readonly members: readonly SecurityGroupMember[]
  readonly inbound: readonly { readonly ports: readonly number[] | 'all'; readonly from: string }[]
  readonly usedBy: string
  /** Set where the document forgets the group; says why it is needed. */
  readonly added?: string
}

/** How the system is kept: what is logged, backed up, encrypted, and what it may cost. */
export interface Operations {
  readonly logRetentionDays: Readonly<Record<'dev' | 'prod', number>>
  readonly natGateways: Readonly<Record<'dev' | 'prod', number>>
  readonly tlsVersion: string
  readonly encryptedAtRest: boolean
  readonly audit: readonly ('vpc-flow-logs' | 'cloudtrail' | 'config')[]
  /** What a day and a month may cost, in US dollars. */
  readonly dailyBudget: { readonly from: number; readonly to: number }
  readonly dailyShares: Readonly<Record<string, { readonly from: number; readonly to: number }>>
  readonly monthlyEstimate: { readonly from: number; readonly to: number }
  /** Recovery time and point objectives by tier, in seconds. */
  readonly objectives: Readonly<
    Record<string, { readonly rtoSeconds: number; readonly rpoSeconds: number; readonly strategy: string }>
  >
  /** Share of copies that may run on Spot capacity, by workload. */
  readonly spot: Readonly<Record<string, string>>
}

export interface System {
  readonly id: string
  readonly title: string
  readonly region: string
  readonly account: string
  readonly zones: readonly Zone[]
  readonly vpcCidr: string
  readonly subnets: Readonly<Record<'public' | 'private' | 'database', readonly string[]>>
  readonly securityGroups: Readonly<Record<string, SecurityGroup>>
  readonly operations: Operations
  readonly workloads: Readonly<Record<string, Workload>>
  readonly resources: Readonly<Record<string, Resource>>
  readonly entries: Readonly<Record<string, Entry>>
  readonly flows: Readonly<Record<string, Flow>>
  readonly alarms: Readonly<Record<string, Alarm>>
  readonly journeys: Readonly<Record<string, Journey>>
  readonly loads: Readonly<Record<string, Load>>
  readonly recovery: Readonly<Record<string, RecoveryTarget>>
}
