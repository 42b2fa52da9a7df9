/** What a workload does with something it uses: queue, stream and topic take `write` as send, put, publish. */
export type Access = 'read' | 'write' | 'readwrite' | 'call'

/** A call of AWS's API, where a kind of resource can be read or written by several. */
export type ApiCall =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'Scan'
  | 'PutItem'
  | 'UpdateItem'
  | 'BatchWriteItem'
  | 'ExecuteStatement'
  | 'BatchExecuteStatement'
  | 'GetStatementResult'
  | 'CancelStatement'
  | 'ChangeMessageVisibility'

/** One edge from a workload to a resource, a workload or a provider, by id. */
export interface Use {
  readonly id: string
  readonly access: Access
  /** The calls by which it is done: no right to another follows from the use. Transactions are calls item by item. */
  readonly calls?: readonly ApiCall[]
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
