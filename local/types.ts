/** The seams between the parts of the local cloud: what each part promises the others. */
import type { System, Zone } from '../model/kinds.ts'
import type { Processes } from './processes.ts'

/** What every part of the local cloud is given. */
export interface Context {
  readonly system: System
  readonly timeScale: number
  /** Absolute path of the checkout. */
  readonly root: string
  /** Absolute path of `.cafe/<system>`. */
  readonly state: string
  /** Ports that people type; tests take free ones. */
  readonly ports: Ports
  readonly processes: Processes
  readonly metrics: MetricSink
  /** Says one change of state to whoever watches (terminal, journal, board). */
  readonly say: (event: CloudEvent) => void
}

export type Ports = Readonly<Record<'aws' | 'alb' | 'nlb' | 'cloudfront' | 'board', number>>

/** One change of state; `part` is an id of the model or of the platform, `what` a short verb phrase. */
export interface CloudEvent {
  readonly part: string
  readonly what: string
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Takes AWS's own metrics; the value counts at the time of the call. */
export interface MetricSink {
  put(namespace: string, name: string, dimensions: Record<string, string>, value: number, unit?: string): void
}

export interface Address {
  readonly host: string
  readonly port: number
}

/** A real engine: one or more operating-system processes behind an address. */
export interface Engine {
  readonly id: string
  /** Starts what is not running and resolves when it answers; safe to call again. */
  start(): Promise<void>
  /** Stops in good order; nothing of it is left. */
  stop(): Promise<void>
  /** Null when it answers, else the reason it does not. */
  health(): Promise<string | null>
  /** Where clients of that endpoint go now (`writer`, `reader`; `main` where there is one only). */
  endpoint(role?: string): Address
  processes(): readonly { readonly name: string; readonly pid: number }[]
}

/** A member of an Aurora cluster. */
export interface AuroraMember {
  readonly id: string
  readonly role: 'writer' | 'reader'
  readonly zone: Zone
  readonly pid: number | null
  readonly state: 'available' | 'starting' | 'failed'
}
export interface AuroraEngine extends Engine {
  members(): readonly AuroraMember[]
  /** Kills the writer, promotes a reader, brings the old writer back as reader; resolves when writes work again. */
  failover(): Promise<void>
  /** Restarts one instance where it is, without a failover; resolves when it serves again. */
  reboot(member: string): Promise<void>
  /** Called when the writer or reader endpoint has moved: open connections to the old one are to be cut. */
  onMove(listener: (role: 'writer' | 'reader') => void): void
}

/** An engine that takes so many connections and no more, as an instance class does. */
export interface LimitedEngine extends Engine {
  /** Takes every connection that is free or gets free; the function given back lets go of them. */
  exhaust(): Promise<() => void>
}
/** An engine that AWS can reboot: it is down for a moment, and a cache comes back empty. */
export interface RebootableEngine extends Engine {
  reboot(): Promise<void>
}
/** The emulator of those AWS services that have no engine of their own; its memory is empty after each start. */
export interface EmulatorEngine extends Engine {
  /** What it asks of each caller: only the AWS endpoint knows it. */
  readonly secret: string
  /** Called when it has started again and before it counts as healthy: what it held is to be put back. */
  onRestart(listener: () => Promise<void>): void
  /** Ends its process at once; what follows is what follows any death. */
  kill(): Promise<void>
}

/** One copy of a workload: an ECS task, an EKS pod or an EC2 instance. */
export interface Copy {
  readonly id: string
  readonly arn: string
  readonly workload: string
  readonly on: 'ecs' | 'eks' | 'asg' | 'ec2'
  readonly zone: Zone
  readonly tags: Readonly<Record<string, string>>
  readonly pid: number | null
  readonly port: number
  readonly stressPort: number
  readonly state: 'provisioning' | 'starting' | 'running' | 'draining' | 'stopped'
  /** Passed its health checks and takes traffic. */
  readonly healthy: boolean
  readonly startedAt: number
  readonly stopReason?: string
  /** When it stopped, milliseconds of the epoch. */
  readonly stoppedAt?: number
  /** It is stopped, or stops, and may be started again: an EC2 instance that is not terminated. */
  readonly startable?: boolean
  /** Percent of the allotted CPU, measured over the last second. */
  readonly cpuPercent: number
}

/** A scheduler that keeps a workload at its desired number of copies. */
export interface Runtime {
  start(): Promise<void>
  stop(): Promise<void>
  copies(workload?: string): readonly Copy[]
  desired(workload: string): number
  setDesired(workload: string, copies: number): void
  /** Ends one copy (SIGTERM, after the grace period SIGKILL; `hard` is SIGKILL at once); the scheduler replaces it. */
  stopCopy(
    id: string,
    how: { readonly hard: boolean; readonly reason: string; readonly replace?: boolean },
  ): Promise<void>
  /** Starts an EC2 instance again that was stopped with `replace: false`. */
  startCopy(id: string): Promise<void>
  /** Counts another process's CPU to that copy (FIS burns beside it) until the function given back is called. */
  attach(id: string, pid: number): () => void
  /** Replaces every copy by the model's rollout, never below its healthy percent; rejects where new copies do not come up. */
  roll(workload: string): Promise<void>
}

/** What is done to the bytes between a copy and a dependency. */
export interface Toxic {
  readonly kind: 'latency' | 'loss' | 'blackhole' | 'reset'
  readonly latencyMs?: number
  readonly jitterMs?: number
  readonly percent?: number
  /** Which bytes: those that the copy sends (`out`, as netem does on a copy's interface; the default), receives, or both. */
  readonly direction?: 'out' | 'in' | 'both'
}
/** One TCP forwarder for each copy and dependency. */
export interface Links {
  /** Opens a forwarder and gives its port; `target` is asked at each new connection. */
  open(link: {
    readonly copy: string
    readonly zone: Zone
    readonly to: string
    /** One of several endpoints of that dependency, such as Aurora's `writer` and `reader`. */
    readonly role?: string
    target(): Address
  }): Promise<number>
  closeCopy(copy: string): Promise<void>
  /** Cuts open connections to that dependency, of one copy or of all, so that clients connect anew; `role` narrows it. */
  cut(to: string, copy?: string, role?: string): void
  /** Applies a toxic to every link that matches, also to those opened later; the function given back takes it away. */
  add(
    match: (link: { copy: string; zone: Zone; to: string; role?: string }) => boolean,
    toxic: Toxic,
  ): () => void
  stop(): Promise<void>
}

/** An HTTP request on the AWS endpoint, whole. */
export interface AwsRequest {
  readonly method: string
  /** Path and query as sent. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
  /** Aborted where the caller goes before it is answered; absent where nobody can. */
  readonly gone?: AbortSignal
}
export interface AwsResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Buffer
}
/** An AWS service of our own behind the endpoint, chosen by the service name in the request's signature. */
export interface AwsService {
  readonly signingName: string
  /** Names of the operations that it serves, where it knows them by name. */
  readonly operations?: readonly string[]
  /** True where the operations that it does not serve are MiniStack's. */
  readonly besideMiniStack?: boolean
  handle(request: AwsRequest): Promise<AwsResponse>
}
